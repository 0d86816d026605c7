// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/catalog.hpp>
#include <azoth/drivers/url.hpp>

namespace azoth::dialects {

/// One thing that a live database holds beside rows, as the server itself says it.
struct LiveObject {
    std::string kind{};        ///< `view`, `trigger`, `policy`, `grants`, …
    std::string name{};        ///< `app.person`; of a part: `ck_age on app.person`
    std::string definition{};  ///< two objects of one kind and name are the same when this is
    std::string table{};       ///< the table, with its schema, whose part it is; empty otherwise
    /// Statements that make it, where it goes with something else and the server has words for it.
    std::vector<std::string> create{};
    std::vector<std::string> drop{};
};

/// A column whose type changes or that goes; without column the table (or the type) goes.
struct ChangedPart {
    enum class What : std::uint8_t { Table, Type };
    enum class Fate : std::uint8_t { Altered, Dropped };
    std::string table{};   ///< the name of the table or type
    std::string schema{};  ///< empty for the default one
    std::string column{};
    Fate fate = Fate::Altered;
    What what = What::Table;
};

/// A closed list of texts as a type of its own.
struct LiveEnum {
    SqlType type{};
    std::string schema{};  ///< empty for the default one
};

/// A program that prints the statements which make a schema anew.
struct SchemaProgram {
    std::vector<std::string> version_words{};  ///< prints its version; the first number counts
    int least_version = 0;
    std::vector<std::string> words{};        ///< the file that it is to write comes last
    std::vector<std::string> environment{};  ///< `NAME=value`: what nobody else may see
};

/// What a database holds beyond the tables that azoth models: how to copy all of it, how to tell
/// whether two databases hold the same, and what rests on what. Reads catalogues only, changes
/// nothing.
class LiveSchema {
public:
    virtual ~LiveSchema() = default;

    /// The schema that is meant where none is named.
    [[nodiscard]] virtual std::string default_schema(const Query& query) const;
    [[nodiscard]] virtual std::string create_schema(std::string_view name) const;
    /// Does nothing where something is still in it.
    [[nodiscard]] virtual std::string drop_schema_if_empty(std::string_view name) const;

    /// Statements that make an empty database hold the same schema: each is sent on its own, those
    /// that fail once more as long as others succeed. Empty where the tables as azoth models them
    /// are all that there is.
    [[nodiscard]] virtual std::vector<std::string> copy_statements(const Query& query) const;
    /// What that program leaves out, to be made after what it says.
    [[nodiscard]] virtual std::vector<std::string> left_out_by_program(const Query& query) const;
    /// A program that says it better than `copy_statements`; without words there is none.
    [[nodiscard]] virtual SchemaProgram program(const Query& query, const Url& url) const;
    /// The statements in what that program wrote.
    [[nodiscard]] virtual std::vector<std::string> statements_of(std::string_view output) const;
    /// Everything in the database but rows, sorted by kind and name. Empty where nothing is known
    /// beyond the tables as azoth models them.
    [[nodiscard]] virtual std::vector<LiveObject> objects(const Query& query) const;
    /// A value as SQL text that says nothing (`0`, `''`), for a column of a type that azoth does
    /// not know, as it is spelt: rows that exist get it where the column must not be NULL.
    [[nodiscard]] virtual std::optional<std::string> neutral_value(std::string_view type) const;
    [[nodiscard]] virtual std::vector<LiveEnum> enum_types(const Query& query) const;
    /// What the server keeps from changing these while it is there, in the order in which it can be
    /// dropped. Without `create` it cannot be put back by its own text.
    [[nodiscard]] virtual std::vector<LiveObject> dependents(
        const Query& query, std::span<const ChangedPart> changed) const;
};

}  // namespace azoth::dialects
