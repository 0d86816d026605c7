// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/naming.hpp>

#include <span>

namespace azoth {

class Engine;
class Connection;
class ArgumentError;

enum class IfPresent : std::uint8_t { Skip, Fail };

/// Whether a table that is added gets names from the naming convention, or is kept as a database
/// has it.
enum class NamePolicy : std::uint8_t { Apply, Keep };

namespace schema {

/// Something of a live table that Table has no member for.
struct UnmodelledPart {
    std::string table{};    ///< its full name
    std::string what{};     ///< `exclusion constraint`, `NOT VALID of constraint`, `trigger`, …
    std::string name{};     ///< of the part; empty where `what` says all
    std::string dialect{};  ///< the database that keeps it by an option of the table, if any

    friend bool operator==(const UnmodelledPart&, const UnmodelledPart&) = default;
};

}  // namespace schema

/// A set of tables (and views) with their names. Tables keep their addresses until they are
/// removed. Building one is for one thread; a complete one may be read by many.
class MetaData {
public:
    /// Called once before the first look at the tables: declarative bases put theirs in then.
    using Populate = void (*)(MetaData& metadata, void* source);

    constexpr MetaData() noexcept = default;
    constexpr explicit MetaData(const NamingConvention& naming) noexcept : naming_(naming) {}
    constexpr MetaData(const NamingConvention& naming, Populate populate, void* source) noexcept
        : naming_(naming), populate_(populate), source_(source) {}
    MetaData(MetaData&& other) noexcept;
    MetaData& operator=(MetaData&& other) noexcept;
    MetaData(const MetaData&) = delete;
    MetaData& operator=(const MetaData&) = delete;
    ~MetaData();

    /// Takes the table in: primary key and column flags made to agree, names applied. Throws
    /// ArgumentError
    /// (`duplicate-table`). Does not look at the other tables: those of a declarative base come
    /// later.
    schema::Table& add(schema::Table table, NamePolicy names = NamePolicy::Apply);
    /// Throws ArgumentError (`duplicate-table`) when a table or view has that name.
    void add(schema::View view);
    /// Names what a table of this lost when it was read.
    void note_unmodelled(schema::UnmodelledPart part);
    /// A table could not be made: thrown now, or, as long as nobody has looked at the tables, at
    /// the first look.
    void refuse(const ArgumentError& problem);
    /// Nothing happens when there is none of that name.
    void remove(std::string_view full_name);
    void clear();

    /// In the order in which they were added.
    [[nodiscard]] std::vector<const schema::Table*> tables() const;
    /// Referred tables before those that refer to them; ties by name, so the order never depends on
    /// link order. Tables in a foreign-key cycle come by name; `sort_by_dependency` says which keys
    /// must follow later.
    [[nodiscard]] std::vector<const schema::Table*> sorted_tables() const;
    [[nodiscard]] std::vector<schema::View> views() const;
    /// Null when there is none. `full_name` is `schema.name` or `name`.
    [[nodiscard]] const schema::Table* find(std::string_view full_name) const;
    [[nodiscard]] schema::Table* find(std::string_view full_name);
    [[nodiscard]] const NamingConvention& naming() const noexcept { return naming_; }

    /// Creates what is missing, referred tables first, in one transaction where the database has
    /// transactional DDL; foreign keys of cycles follow by ALTER TABLE where the database has it.
    /// Throws CompileError (`unmodelled-parts`) before anything is created where a table that was
    /// reflected would lose something. Defined in azoth/engine.
    void create_all(const Engine& engine, IfPresent if_present = IfPresent::Skip) const;
    void create_all(Connection& connection, IfPresent if_present = IfPresent::Skip) const;
    /// Drops what is there, referring tables first, in one transaction where the database has
    /// transactional DDL; in portions, a transaction each, where one transaction cannot lock so
    /// many tables. Rows of tables that are not in here are never changed: when they refer to
    /// one that is, nothing is dropped. Throws what the database says, or IntegrityError
    /// (`referred-table`). Defined in azoth/engine.
    void drop_all(const Engine& engine) const;
    /// The same in the connection's transaction. SQLite cannot leave references unwatched in the
    /// middle of one: it deletes the rows of a table before it drops it, with whatever ON DELETE
    /// says of those that refer to them, and throws IntegrityError when that is not possible.
    void drop_all(Connection& connection) const;
    /// Reads tables and views of a live database into this, under the names they have there; what
    /// this holds already is left as it is. Defined in azoth/reflection.
    void reflect(const Engine& engine, std::string_view schema = {});
    void reflect(Connection& connection, std::string_view schema = {});
    /// What the tables that were reflected have there and would not have where `create_all` makes
    /// them, sorted.
    [[nodiscard]] std::vector<schema::UnmodelledPart> unmodelled() const;
    /// The program has seen to them: `create_all` makes the tables without.
    void leave_out_unmodelled();

private:
    struct Storage;
    Storage& storage() const;
    Storage& storage_for_adding() const;
    void run_populate() const;

    NamingConvention naming_ = default_naming;
    Populate populate_ = nullptr;
    void* source_ = nullptr;
    mutable Storage* storage_ = nullptr;
};

namespace schema {

/// Tables in dependency order, and the foreign keys that close a cycle (to be added after all
/// tables exist).
struct DependencyOrder {
    std::vector<const Table*> tables{};
    std::vector<std::pair<const Table*, const ForeignKey*>> cyclic{};
};
[[nodiscard]] DependencyOrder sort_by_dependency(std::span<const Table* const> tables);

}  // namespace schema
}  // namespace azoth
