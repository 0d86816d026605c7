// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

#include <algorithm>
#include <array>
#include <type_traits>

/// What is true of every step of a type: a line for each, and the only place that says so.
namespace azoth::migrate {

enum class Subject : std::uint8_t {
    Table,
    Type,    ///< an Enum: no table shows what became of it
    Unknown  ///< text, rows, code, a refusal: nobody knows what it changes and what it rests on
};

struct OperationTraits {
    Subject subject = Subject::Table;
    bool is_barrier = false;        ///< no later step comes forward past it
    bool is_whole_table = false;    ///< comes or goes: never a reason to make the table anew
    bool needs_live_table = false;  ///< a look at the table as it is completes the definition
    bool is_as_written = false;     ///< only the user knows how it goes with transactions
};

struct TraitsOfType {
    std::size_t index = 0;  ///< of the type among those of Operation
    OperationTraits traits{};
};

template <class Step, class... Steps>
consteval std::size_t index_among(const std::variant<Steps...>* /*types*/) {
    constexpr std::array is_it{std::is_same_v<Step, Steps>...};
    return static_cast<std::size_t>(std::ranges::find(is_it, true) - is_it.begin());
}
template <class Step>
inline constexpr std::size_t index_of = index_among<Step>(static_cast<const Operation*>(nullptr));

template <class Step>
consteval TraitsOfType true_of(OperationTraits traits) {
    return {index_of<Step>, traits};
}

namespace operations {

inline constexpr std::array traits_by_type{
    true_of<CreateTable>({.is_whole_table = true}),
    true_of<DropTable>({.is_barrier = true, .is_whole_table = true, .needs_live_table = true}),
    true_of<RenameTable>({.is_barrier = true}),
    true_of<SetTableComment>({}),
    true_of<AddColumn>({}),
    true_of<DropColumn>({.needs_live_table = true}),
    true_of<RenameColumn>({.is_barrier = true}),
    true_of<AlterColumn>({.needs_live_table = true}),
    true_of<CreateIndex>({}),
    true_of<DropIndex>({}),
    true_of<RenameIndex>({}),
    true_of<AddConstraint>({}),
    true_of<DropConstraint>({.needs_live_table = true}),
    true_of<RenameConstraint>({.needs_live_table = true}),
    true_of<CreateEnum>({.subject = Subject::Type}),
    true_of<DropEnum>({.subject = Subject::Type}),
    true_of<RenameEnum>({.subject = Subject::Type}),
    true_of<Execute>({.subject = Subject::Unknown, .is_barrier = true, .is_as_written = true}),
    true_of<BulkInsert>({.subject = Subject::Unknown, .is_barrier = true}),
    true_of<Irreversible>({.subject = Subject::Unknown, .is_barrier = true}),
    true_of<Run>({.subject = Subject::Unknown, .is_barrier = true, .is_as_written = true}),
};

}  // namespace operations

static_assert(
    [] {
        std::size_t next = 0;
        return std::ranges::all_of(operations::traits_by_type,
                                   [&](const TraitsOfType& one) { return one.index == next++; }) &&
               next == std::variant_size_v<Operation>;
    }(),
    "every type of steps has a line, in the order of Operation");

[[nodiscard]] inline const OperationTraits& traits_of(const Operation& operation) {
    return operations::traits_by_type[operation.index()].traits;
}

template <class Step>
inline constexpr Subject subject_of = operations::traits_by_type[index_of<Step>].traits.subject;

// What a visitor takes all steps on a table, on a type, or of which nothing is known by.
template <class Step>
concept OfTable = subject_of<Step> == Subject::Table;
template <class Step>
concept OfType = subject_of<Step> == Subject::Type;
template <class Step>
concept Opaque = subject_of<Step> == Subject::Unknown;

}  // namespace azoth::migrate
