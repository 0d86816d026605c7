// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/callback.hpp>
#include <azoth/schema/elements.hpp>
#include <azoth/schema/renamed_label.hpp>

#include <concepts>

/// What a revision's `upgrade` and `downgrade` are handed. Kept light: every revision file includes
/// it.
namespace azoth {

namespace migrate {
class OperationSink;

/// Defined for everything that schema::append() takes.
template <class Element>
void append_element(schema::Table& table, const void* element);
}  // namespace migrate

namespace migration {
inline namespace v1 {

/// A change of a server default: `"now()"` sets it, `no_default` takes it away, nothing leaves it
/// as it is.
struct DefaultChange {
    enum class Kind : std::uint8_t { Keep, Set, Drop };

    DefaultChange() = default;
    DefaultChange(const char* sql) : kind{Kind::Set}, text{sql} {}
    DefaultChange(std::string_view sql) : kind{Kind::Set}, text{sql} {}
    explicit DefaultChange(Kind change) : kind{change} {}

    Kind kind = Kind::Keep;
    std::string text{};
};
struct NoDefault {
    operator DefaultChange() const { return DefaultChange{DefaultChange::Kind::Drop}; }
};

/// What to change of a column, and what it was before. Only what is said changes. The `existing_*`
/// members are what taking the step back needs.
struct ColumnAlteration {
    std::string new_name{};
    std::optional<SqlType> type{};
    std::optional<bool> nullable{};
    DefaultChange server_default{};
    std::optional<std::string> comment{};
    std::optional<bool> autoincrement{};
    std::optional<schema::Identity> identity{};
    std::string using_expression{};  ///< how old values become new ones, where the database asks
    /// Labels of an Enum that are called otherwise, `{{"old", "new"}}`: rows that hold them follow.
    std::vector<schema::RenamedLabel> renamed_labels{};
    std::optional<SqlType> existing_type{};
    std::optional<bool> existing_nullable{};
    DefaultChange existing_server_default{};
    std::optional<std::string> existing_comment{};
    std::optional<bool> existing_autoincrement{};
    std::optional<schema::Identity> existing_identity{};
};

using ValueRows = std::initializer_list<std::initializer_list<Value>>;

class BatchOperations;

/// What a table is made of, not owned: a column, a constraint, an index, its comment or an option.
/// Keeps the code of `create_table` out of every revision file.
class ElementReference {
public:
    template <class Element>
        requires requires(schema::Table& table, const Element& one) { schema::append(table, one); }
    ElementReference(const Element& element) noexcept
        : element_{&element}, append_{&migrate::append_element<Element>} {}
    void append_to(schema::Table& table) const { append_(table, element_); }

private:
    const void* element_;
    void (*append_)(schema::Table& table, const void* element);
};

/// The steps of one revision. Each call adds a step; they are carried out, in order, when the
/// function returns or when `get_bind` is called. The same calls print SQL offline.
///
/// Tables are named `"t"`, or `in_schema("auth", "t")`. Not for several threads at once.
class Operations {
public:
    explicit Operations(migrate::OperationSink& sink) noexcept : sink_{&sink} {}

    /// CREATE TABLE, then CREATE INDEX for each index. Constraints and indexes that come from
    /// options of a column
    /// (`unique`, `indexed`, `foreign_key`) are named by the default convention; others have the
    /// name that is given.
    template <class... Elements>
    void create_table(const schema::TableReference& name, const Elements&... elements) {
        if constexpr (sizeof...(Elements) == 0) {
            create(name, {});
        } else {
            const ElementReference list[] = {ElementReference(elements)...};
            create(name, list);
        }
    }
    void drop_table(const schema::TableReference& table);
    void rename_table(const schema::TableReference& table, std::string_view new_name);
    void create_table_comment(const schema::TableReference& table,
                              std::string_view comment,
                              std::string_view existing = {});
    void drop_table_comment(const schema::TableReference& table, std::string_view existing = {});

    void add_column(const schema::TableReference& table, const schema::ColumnElement& column);
    void drop_column(const schema::TableReference& table, std::string_view column);
    void rename_column(const schema::TableReference& table,
                       std::string_view column,
                       std::string_view new_name);
    void alter_column(const schema::TableReference& table,
                      std::string_view column,
                      const ColumnAlteration& change);

    /// `op.create_index("ix_user_name", "user", {"name"}, unique, where("name <> ''"))`
    template <class... Options>
    void create_index(std::string_view name,
                      const schema::TableReference& table,
                      schema::IndexParts parts,
                      const Options&... options) {
        add_index(table, index(name, parts, options...));
    }
    /// Leaves the transaction for it, where the database has it; an ordinary index elsewhere.
    template <class... Options>
    void create_index_concurrently(std::string_view name,
                                   const schema::TableReference& table,
                                   schema::IndexParts parts,
                                   const Options&... options) {
        add_index_concurrently(table, index(name, parts, options...));
    }
    void drop_index(std::string_view name, const schema::TableReference& table);
    void drop_index_concurrently(std::string_view name, const schema::TableReference& table);
    void rename_index(std::string_view name,
                      std::string_view new_name,
                      const schema::TableReference& table);

    void create_primary_key(std::string_view name,
                            const schema::TableReference& table,
                            schema::Names columns);
    void create_unique_constraint(std::string_view name,
                                  const schema::TableReference& table,
                                  schema::Names columns);
    void create_check_constraint(std::string_view name,
                                 const schema::TableReference& table,
                                 std::string_view sql);
    template <class... Options>
    void create_foreign_key(std::string_view name,
                            const schema::TableReference& table,
                            const schema::TableReference& referred,
                            schema::Names columns,
                            schema::Names referred_columns,
                            Options... options) {
        add_foreign_key(table,
                        name,
                        columns,
                        referred,
                        referred_columns,
                        schema::ForeignKeyOptions{options...});
    }
    /// Any constraint as a value: what the four above are made of, and the unnamed ones.
    void create_constraint(const schema::PrimaryKey& constraint,
                           const schema::TableReference& table);
    void create_constraint(const schema::UniqueConstraint& constraint,
                           const schema::TableReference& table);
    void create_constraint(const schema::CheckConstraint& constraint,
                           const schema::TableReference& table);
    void create_constraint(const schema::ForeignKey& constraint,
                           const schema::TableReference& table);

    /// By name, whatever its kind.
    void drop_constraint(std::string_view name, const schema::TableReference& table);
    /// By name, and where the table has none of that name by content: databases name constraints
    /// that nobody named, each in its own way or not at all.
    void drop_constraint(const schema::PrimaryKey& constraint, const schema::TableReference& table);
    void drop_constraint(const schema::UniqueConstraint& constraint,
                         const schema::TableReference& table);
    void drop_constraint(const schema::CheckConstraint& constraint,
                         const schema::TableReference& table);
    void drop_constraint(const schema::ForeignKey& constraint, const schema::TableReference& table);
    void rename_constraint(std::string_view name,
                           std::string_view new_name,
                           const schema::TableReference& table);
    /// By name or content, as drop_constraint; one without name gets one.
    template <class Constraint>
        requires(!std::convertible_to<const Constraint&, schema::TableReference>)
    void rename_constraint(const Constraint& constraint,
                           std::string_view new_name,
                           const schema::TableReference& table) {
        add_constraint_rename(constraint, new_name, table);
    }

    /// A type for a closed list of texts; nothing where the database has no such types. A dot in
    /// its name stands between schema and name: `op.drop_enum("shop.colour")`.
    void create_enum(const Enum& type);
    void drop_enum(std::string_view name);
    /// Every column of the type follows. The new name is one without schema.
    void rename_enum(std::string_view name, std::string_view new_name);

    /// The orders of arguments that these had before; three texts have no table among them that
    /// could be told apart.
    template <std::same_as<schema::TableReference> Table>
    [[deprecated("write op.rename_index(name, new_name, table)")]]
    void rename_index(const Table& table, std::string_view name, std::string_view new_name) {
        rename_index(name, new_name, table);
    }
    template <std::same_as<schema::TableReference> Table>
    [[deprecated("write op.rename_constraint(name, new_name, table)")]]
    void rename_constraint(const Table& table, std::string_view name, std::string_view new_name) {
        rename_constraint(name, new_name, table);
    }
    template <class Constraint>
        requires(!std::convertible_to<const Constraint&, schema::TableReference>)
    [[deprecated("write op.create_constraint(constraint, table)")]]
    void create_constraint(const schema::TableReference& table, const Constraint& constraint) {
        create_constraint(constraint, table);
    }

    /// SQL text, sent as it is: no parameters, `:name` means nothing. Several statements may stand
    /// in it.
    void execute(std::string_view sql);
    /// Only on one database: `op.execute_on("postgresql", "…")`.
    void execute_on(std::string_view dialect, std::string_view sql);
    /// `op.bulk_insert("colour", {"id", "name"}, {{1, "red"}, {2, "blue"}})`
    void bulk_insert(const schema::TableReference& table, schema::Names columns, ValueRows rows);

    /// Several steps on one table. azoth joins such steps by itself; the block only says it to the
    /// reader.
    template <class Steps>
    void batch_alter_table(const schema::TableReference& table, Steps steps);

    /// Refuses, with the reason: for a downgrade that cannot be.
    void irreversible(std::string_view why);

    /// Code that runs on the live connection at this place among the steps. Offline it is an error
    /// (`offline-run`).
    template <class Code>
    void run(Code code) {
        add_callback(new CallbackOf<Code>(std::move(code)));
    }
    /// Carries out the steps so far and gives the live connection. Offline it is an error
    /// (`offline-run`).
    [[nodiscard]] Connection& get_bind();
    /// `sqlite`, `postgresql`, …: of the database that is being migrated.
    [[nodiscard]] std::string_view dialect() const;

private:
    template <class Code>
    struct CallbackOf final : migrate::Callback {
        explicit CallbackOf(Code&& from) : code(std::move(from)) {}
        void call(Connection& connection) override { code(connection); }
        Code code;
    };

    void create(const schema::TableReference& name, std::span<const ElementReference> elements);
    void add_foreign_key(const schema::TableReference& table,
                         std::string_view name,
                         schema::Names columns,
                         const schema::TableReference& referred,
                         schema::Names referred_columns,
                         schema::ForeignKeyOptions options);
    void add_index(const schema::TableReference& table, schema::Index index);
    void add_index_concurrently(const schema::TableReference& table, schema::Index index);
    void add_constraint_rename(const schema::PrimaryKey& constraint,
                               std::string_view new_name,
                               const schema::TableReference& table);
    void add_constraint_rename(const schema::UniqueConstraint& constraint,
                               std::string_view new_name,
                               const schema::TableReference& table);
    void add_constraint_rename(const schema::CheckConstraint& constraint,
                               std::string_view new_name,
                               const schema::TableReference& table);
    void add_constraint_rename(const schema::ForeignKey& constraint,
                               std::string_view new_name,
                               const schema::TableReference& table);
    void add_callback(migrate::Callback* owned);

    migrate::OperationSink* sink_;
};

/// The same steps with the table already named.
class BatchOperations {
public:
    BatchOperations(Operations& operations, schema::TableReference table)
        : operations_{&operations}, table_{std::move(table)} {}

    void add_column(const schema::ColumnElement& column) {
        operations_->add_column(table_, column);
    }
    void drop_column(std::string_view column) { operations_->drop_column(table_, column); }
    void rename_column(std::string_view column, std::string_view new_name) {
        operations_->rename_column(table_, column, new_name);
    }
    void alter_column(std::string_view column, const ColumnAlteration& change) {
        operations_->alter_column(table_, column, change);
    }
    template <class... Options>
    void create_index(std::string_view name, schema::IndexParts parts, const Options&... options) {
        operations_->create_index(name, table_, parts, options...);
    }
    void drop_index(std::string_view name) { operations_->drop_index(name, table_); }
    void create_primary_key(std::string_view name, schema::Names columns) {
        operations_->create_primary_key(name, table_, columns);
    }
    void create_unique_constraint(std::string_view name, schema::Names columns) {
        operations_->create_unique_constraint(name, table_, columns);
    }
    void create_check_constraint(std::string_view name, std::string_view sql) {
        operations_->create_check_constraint(name, table_, sql);
    }
    template <class... Options>
    void create_foreign_key(std::string_view name,
                            const schema::TableReference& referred,
                            schema::Names columns,
                            schema::Names referred_columns,
                            Options... options) {
        operations_->create_foreign_key(
            name, table_, referred, columns, referred_columns, options...);
    }
    template <class Constraint>
    void drop_constraint(const Constraint& name_or_content) {
        operations_->drop_constraint(name_or_content, table_);
    }
    template <class Constraint>
    void create_constraint(const Constraint& constraint) {
        operations_->create_constraint(constraint, table_);
    }
    template <class Constraint>
    void rename_constraint(const Constraint& name_or_content, std::string_view new_name) {
        operations_->rename_constraint(name_or_content, new_name, table_);
    }
    void rename_index(std::string_view name, std::string_view new_name) {
        operations_->rename_index(name, new_name, table_);
    }
    void execute(std::string_view sql) { operations_->execute(sql); }

private:
    Operations* operations_;
    schema::TableReference table_;
};

template <class Steps>
void Operations::batch_alter_table(const schema::TableReference& table, Steps steps) {
    BatchOperations batch{*this, table};
    steps(batch);
}

inline constexpr NoDefault no_default{};

}  // namespace v1
}  // namespace migration

using migration::BatchOperations;
using migration::no_default;
using migration::Operations;

}  // namespace azoth
