// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>

#include <memory>

namespace azoth {

/// Looks into a live database: schemas, tables, views, and what hangs on them, as plain data.
///
/// A table is read whole, by a fixed number of queries to the catalogue, when it is first asked
/// for, and kept: two questions about one table read it once. `clear()` forgets, `tables()` always
/// reads anew. An empty schema is the connection's default one. Throws ArgumentError
/// (`unknown-table`) with did-you-mean where a table is named that the database does not have. For
/// one thread.
class Inspector {
public:
    /// Takes a connection from the pool for each reading.
    explicit Inspector(Engine engine);
    /// Reads over this connection, in its transaction; it must outlive the inspector.
    explicit Inspector(Connection& connection);
    /// Reads through a callback: `dialects::query_on(driver_connection)`.
    Inspector(const dialects::Dialect& dialect, dialects::Query query);

    [[nodiscard]] std::vector<std::string> schema_names() const;
    [[nodiscard]] std::vector<std::string> table_names(std::string_view schema = {}) const;
    [[nodiscard]] std::vector<std::string> view_names(std::string_view schema = {}) const;
    [[nodiscard]] bool has_table(std::string_view name, std::string_view schema = {}) const;
    [[nodiscard]] bool has_column(std::string_view table,
                                  std::string_view column,
                                  std::string_view schema = {}) const;

    /// The table with everything that hangs on it; valid until `clear()` or the end of the
    /// inspector.
    [[nodiscard]] const schema::Table& table(std::string_view name,
                                             std::string_view schema = {}) const;
    [[nodiscard]] std::vector<schema::Table> tables(std::string_view schema = {}) const;
    [[nodiscard]] std::vector<schema::View> views(std::string_view schema = {}) const;

    [[nodiscard]] std::vector<schema::Column> columns(std::string_view table,
                                                      std::string_view schema = {}) const;
    [[nodiscard]] std::optional<schema::PrimaryKey> primary_key(std::string_view table,
                                                                std::string_view schema = {}) const;
    [[nodiscard]] std::vector<schema::ForeignKey> foreign_keys(std::string_view table,
                                                               std::string_view schema = {}) const;
    /// Without those that a constraint owns.
    [[nodiscard]] std::vector<schema::Index> indexes(std::string_view table,
                                                     std::string_view schema = {}) const;
    [[nodiscard]] std::vector<schema::UniqueConstraint> unique_constraints(
        std::string_view table, std::string_view schema = {}) const;
    [[nodiscard]] std::vector<schema::CheckConstraint> check_constraints(
        std::string_view table, std::string_view schema = {}) const;
    [[nodiscard]] std::string table_comment(std::string_view table,
                                            std::string_view schema = {}) const;

    void clear() noexcept { known_.clear(); }

private:
    template <class Work>
    auto read(Work&& work) const;
    [[noreturn]] void refuse_unknown(std::string_view name, std::string_view schema) const;

    std::optional<Engine> engine_{};
    dialects::Query query_{};
    const dialects::Dialect* dialect_;
    mutable std::vector<std::unique_ptr<schema::Table>> known_{};
};

[[nodiscard]] Inspector inspect(const Engine& engine);
[[nodiscard]] Inspector inspect(Connection& connection);

}  // namespace azoth
