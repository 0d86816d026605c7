// SPDX-License-Identifier: MIT
#include "mapping/declaration.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::mapping {

namespace {

using schema::ColumnOption;
using schema::ColumnOptionKind;
using text_utility::quoted;

/// A member with the mapping's words about it: what becomes a column, a link, or nothing.
struct MemberPlan {
    std::string name{};
    std::uint32_t offset = 0;
    const MemberType* type = nullptr;
    const ElementData* words = nullptr;
};

class DraftBuilder {
public:
    DraftBuilder(const Declaration& declaration, Draft& draft)
        : declaration_(declaration), draft_(draft) {}

    void run() {
        check_declaration();
        draft_.table.name = declaration_.table;
        gather_members();
        for (const MemberPlan& plan : plans_) {
            add_member(plan);
        }
        append_table_arguments(declaration_, draft_);
        choose_primary_key();
        number_key();
        settle_defaults(declaration_, draft_, words_);
        take_initial_values(declaration_, draft_);
    }

private:
    void check_declaration() {
        if (!declaration_.mapped_also_to.empty()) {
            draft_.problems.push_back(MappingError{
                "already-mapped",
                cannot_map(declaration_,
                           "it is mapped to table " + quoted(declaration_.mapped_also_to) +
                               " too; map a struct once (in a header: inline const auto), and give "
                               "another table a struct of "
                               "its own")});
        }
        if (declaration_.table.empty()) {
            draft_.problems.push_back(MappingError{
                "empty-table-name",
                cannot_map(declaration_, "a table needs a name; give it one in Base.map")});
        }
    }

    /// The struct's own members, or those that the mapping lists.
    void gather_members() {
        list_reflected();
        for (const auto& element : declaration_.elements) {
            if (element->type != nullptr) {
                take_words(*element);
            }
        }
        if (plans_.empty()) {
            draft_.problems.push_back(MappingError{
                "no-columns",
                cannot_map(declaration_,
                           "azoth cannot list the members of this class by itself (it is no "
                           "aggregate, or has a base "
                           "class or a C array); list them with column<&" +
                               std::string{declaration_.mapper.type_name()} + "::member>()")});
        }
    }

    void list_reflected() {
        const StructDescription& description = *declaration_.description;
        if (!description.reflected) {
            return;
        }
        const auto names = description.names();
        const auto offsets = description.offsets();
        for (std::size_t i = 0; i < names.size(); ++i) {
            plans_.push_back({.name = std::string{names[i]},
                              .offset = static_cast<std::uint32_t>(offsets[i]),
                              .type = description.members[i]});
        }
    }

    void take_words(const ElementData& element) {
        const std::uint32_t offset = element.member.offset + element.base_offset;
        if (element.member.entity != declaration_.entity &&
            std::ranges::find(draft_.bases, element.member.entity, &BasePlace::entity) ==
                draft_.bases.end()) {
            draft_.bases.push_back({element.member.entity, element.base_offset});
        }
        auto plan = std::ranges::find(plans_, offset, &MemberPlan::offset);
        if (plan == plans_.end()) {
            if (element.member_name.empty() && !has_name_option(element)) {
                return refuse_unnamed();
            }
            plan = plans_.insert(
                plans_.end(),
                {.name = element.member_name, .offset = offset, .type = element.type});
        }
        if (plan->words != nullptr) {
            return refuse_second(*plan);
        }
        plan->words = &element;
    }

    static bool has_name_option(const ElementData& element) {
        const auto* column = std::get_if<ColumnDeclaration>(&element.content);
        return column != nullptr &&
               std::ranges::find(column->options, ColumnOptionKind::Name, &ColumnOption::kind) !=
                   column->options.end();
    }

    void refuse_unnamed() {
        draft_.problems.push_back(MappingError{
            "unnamed-member",
            cannot_map(declaration_,
                       "azoth cannot tell the name of a member of this class; write column<&" +
                           std::string{declaration_.mapper.type_name()} +
                           "::member>(…) in place of column(&…), or add column_name(\"…\")")});
    }

    void refuse_second(const MemberPlan& plan) {
        draft_.problems.push_back(
            MappingError{"member-listed-twice",
                         cannot_map(declaration_,
                                    "member " + quoted(plan.name) +
                                        " is listed twice; put all options into one element")});
    }

    void add_member(const MemberPlan& plan) {
        const ColumnDeclaration* column = nullptr;
        const RelationshipDeclaration* relationship = nullptr;
        if (plan.words != nullptr) {
            column = std::get_if<ColumnDeclaration>(&plan.words->content);
            relationship = std::get_if<RelationshipDeclaration>(&plan.words->content);
        }
        const std::span<const ColumnOption> options =
            column != nullptr ? std::span{column->options} : std::span<const ColumnOption>{};
        if (std::ranges::find(options, ColumnOptionKind::Transient, &ColumnOption::kind) !=
            options.end()) {
            return;
        }
        if (plan.type->target != nullptr && column != nullptr) {
            draft_.problems.push_back(MappingError{
                "relationship-as-column",
                cannot_map(declaration_,
                           "member " + quoted(plan.name) +
                               " is a relationship and no column; use relationship(…) for it")});
        } else if (plan.type->target != nullptr) {
            draft_.links.push_back({plan.name, plan.offset, plan.type, relationship});
        } else if (plan.type->codec != nullptr) {
            add_column(plan, options);
        } else {
            refuse_type(plan);
        }
    }

    void refuse_type(const MemberPlan& plan) {
        draft_.problems.push_back(MappingError{
            "unknown-member-type",
            cannot_map(
                declaration_,
                "member " + quoted(plan.name) + " has the type " + std::string{plan.type->name()} +
                    ", which no column can hold; mark the member transient, specialise "
                    "azoth::sql_type for the type, or include the azoth header that knows it")});
    }

    void add_column(const MemberPlan& plan, std::span<const ColumnOption> options) {
        const Codec& codec = *plan.type->codec;
        schema::ColumnElement element =
            schema::make_column(plan.name, codec.default_type(), options);
        schema::Column& column = element.column;
        column.nullable = column.nullable && codec.nullable;
        take_foreign_keys(plan, element, options);
        check_type(plan, column.type);

        MappedColumn mapped{.member = plan.name,
                            .offset = plan.offset,
                            .codec = &codec,
                            .column_index = draft_.table.columns.size()};
        mapped.server_generated =
            column.server_default || column.computed || column.identity != schema::Identity::No;
        mapped.computed = column.computed.has_value();
        for (const ColumnOption& option : options) {
            mapped.required = mapped.required || option.kind == ColumnOptionKind::Required;
        }
        take_default(declaration_, draft_, mapped, options);
        if (draft_.table.find_column(column.name) != nullptr) {
            return refuse_column(plan, column.name);
        }
        append_column(element);
        draft_.columns.push_back(std::move(mapped));
        words_.push_back(default_words(options));
    }

    void append_column(const schema::ColumnElement& element) {
        try {
            schema::append(draft_.table, element);
        } catch (const Error& error) {
            draft_.problems.push_back(
                MappingError{error.code(), cannot_map(declaration_, error.message())});
        }
    }

    void refuse_column(const MemberPlan& plan, const std::string& name) {
        draft_.problems.push_back(MappingError{
            "duplicate-column",
            cannot_map(declaration_,
                       "member " + quoted(plan.name) + " would be a second column " + quoted(name) +
                           "; give one of the two another name with column_name(\"…\")")});
    }

    /// Keys to members wait until every table is known.
    void take_foreign_keys(const MemberPlan& plan,
                           schema::ColumnElement& element,
                           std::span<const ColumnOption> options) {
        element.foreign_keys.clear();
        for (const ColumnOption& option : options) {
            if (option.kind != ColumnOptionKind::ForeignKey) {
                continue;
            }
            schema::ForeignKey key = option.foreign_key;
            key.columns = {element.column.name};
            if (option.target == nullptr) {
                element.foreign_keys.push_back(std::move(key));
                continue;
            }
            OpenForeignKey open{.constraint = std::move(key), .member = plan.name};
            Member& target = open.referred.emplace_back();
            target.entity = static_cast<const tree::Entity*>(option.target);
            target.offset = static_cast<std::uint32_t>(option.target_offset);
            draft_.open_keys.push_back(std::move(open));
        }
    }

    void check_type(const MemberPlan& plan, const SqlType& type) {
        if (type.kind == TypeKind::Native && type.name.empty()) {
            draft_.problems.push_back(
                MappingError{"unknown-member-type",
                             cannot_map(declaration_,
                                        "member " + quoted(plan.name) +
                                            " may hold values of any kind; say the column's type: "
                                            "column(&T::" +
                                            plan.name + ", String())")});
        } else if (!can_hold(type.kind, plan.type->codec->kind)) {
            draft_.problems.push_back(MappingError{
                "column-type-mismatch",
                cannot_map(declaration_,
                           "member " + quoted(plan.name) + " of type " +
                               std::string{plan.type->name()} + " does not fit a column of type " +
                               to_string(type) + "; change one of the two")});
        }
    }

    /// A member `id` of integer type, where the mapping names none.
    void choose_primary_key() {
        if (draft_.table.primary_key && !draft_.table.primary_key->columns.empty()) {
            return;
        }
        for (const MappedColumn& mapped : draft_.columns) {
            const bool is_integer = mapped.codec->kind == ValueKind::Integer;
            if (mapped.member == "id" && is_integer && !mapped.codec->nullable) {
                schema::Column& column = draft_.table.columns[mapped.column_index];
                schema::append(draft_.table, schema::PrimaryKey{.columns = {column.name}});
                return;
            }
        }
        if (draft_.problems.empty()) {
            draft_.problems.push_back(MappingError{
                "no-primary-key",
                cannot_map(
                    declaration_,
                    "it has no primary key; name one with column(&…, primary_key), or have an "
                    "integer member called id")});
        }
    }

    /// The database numbers a single integer key that nothing else gives a value.
    void number_key() {
        if (!draft_.table.primary_key) {
            return;
        }
        const auto& key = draft_.table.primary_key->columns;
        for (MappedColumn& mapped : draft_.columns) {
            schema::Column& column = draft_.table.columns[mapped.column_index];
            mapped.primary_key = std::ranges::find(key, column.name) != key.end();
            if (mapped.primary_key && is_numbered(mapped, column, key.size())) {
                column.autoincrement = column.identity == schema::Identity::No;
            }
            mapped.generated_key = mapped.primary_key && (column.autoincrement ||
                                                          column.identity != schema::Identity::No);
        }
    }

    bool is_numbered(const MappedColumn& mapped,
                     const schema::Column& column,
                     std::size_t key_size) const {
        const bool is_integer = mapped.codec->kind == ValueKind::Integer &&
                                can_hold(column.type.kind, ValueKind::Boolean);
        return key_size == 1 && is_integer && !mapped.default_value && !column.server_default &&
               !column.computed && !is_foreign_key(column.name);
    }

    bool is_foreign_key(const std::string& column) const {
        const auto has = [&](const schema::ForeignKey& key) {
            return std::ranges::find(key.columns, column) != key.columns.end();
        };
        return std::ranges::any_of(draft_.table.foreign_keys, has) ||
               std::ranges::any_of(draft_.open_keys, has, &OpenForeignKey::constraint);
    }

    const Declaration& declaration_;
    Draft& draft_;
    std::vector<MemberPlan> plans_{};
    std::vector<DefaultWords> words_{};  ///< of the draft's columns
};

}  // namespace

std::unique_ptr<Draft> make_draft(const Declaration& declaration) {
    auto draft = std::make_unique<Draft>();
    DraftBuilder{declaration, *draft}.run();
    return draft;
}

}  // namespace azoth::mapping
