// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/capabilities.hpp>
#include <azoth/ddl/ddl.hpp>
#include <azoth/dialects/catalog.hpp>
#include <azoth/dialects/migration_support.hpp>
#include <azoth/drivers/driver.hpp>

namespace azoth::compiler {
class SqlCompiler;
struct RowShape;
}  // namespace azoth::compiler

namespace azoth::dialects {

class GeneratedKeys;
class LiveSchema;

enum class Isolation : std::uint8_t {
    Default,
    ReadUncommitted,
    ReadCommitted,
    RepeatableRead,
    Serializable
};
/// What a transaction is for.
enum class Access : std::uint8_t {
    Default,    ///< reads, and may come to write
    ReadWrite,  ///< writes: where one writer at a time is the rule, it takes its turn when it
                ///< begins
    ReadOnly,   ///< writes are refused
};

/// What whoever runs a rebuild does around it. Each is empty where the database needs nothing of
/// the kind.
struct RebuildProtocol {
    std::vector<std::string> before_transaction{};  ///< run outside any transaction
    /// A query run before the first and after the last statement inside the transaction: a row that
    /// comes only afterwards is a broken reference, and the transaction must be rolled back.
    std::string check{};
    std::vector<std::string>
        after_transaction{};  ///< run outside any transaction, also after a failure
    /// What the name of a table begins with until it takes the place of the one that is made anew:
    /// the server's errors say it, and nobody else knows it.
    std::string working_prefix{};
};

/// One database: how it spells statements, types and definitions, and how its catalogue is read.
/// Immutable, shared by threads, lives for ever once registered.
class Dialect {
public:
    virtual ~Dialect() = default;

    [[nodiscard]] virtual std::string_view name() const noexcept = 0;
    [[nodiscard]] virtual const compiler::Capabilities& capabilities() const noexcept = 0;
    /// The compiler of queries and data changes: stateless, one for the dialect.
    [[nodiscard]] virtual const compiler::SqlCompiler& compiler() const noexcept = 0;

    /// How what the database gives such rows by itself comes back: the keys that it numbers above
    /// all. The one for all shapes that are alike lives for ever. By default, as the statement's
    /// own rows where the database has RETURNING, and else as the client library tells them.
    [[nodiscard]] virtual const GeneratedKeys& generated_keys(
        const compiler::RowShape& shape) const;

    /// Quoted where it has to be: reserved words, upper case, anything but letters, digits and
    /// underscores. Throws CompileError (`bad-identifier`) when it is empty, longer than the
    /// database allows, or contains a zero byte.
    [[nodiscard]] virtual std::string identifier(std::string_view name) const = 0;
    /// The name of a constraint or index: as `identifier`, but a name longer than the database
    /// allows is cut and ends in eight digits of a stable hash of the whole.
    [[nodiscard]] std::string constraint_name(std::string_view name) const;
    /// `schema.table`, each part quoted where it has to be.
    [[nodiscard]] std::string table_name(std::string_view name, std::string_view schema) const;
    /// `VARCHAR(30)`. Throws CompileError (`type-unsupported`) naming type and way out.
    [[nodiscard]] virtual std::string type(const SqlType& type) const = 0;
    /// A value as SQL text: `'it''s'`, `NULL`, `TRUE`. For definitions and offline scripts.
    [[nodiscard]] virtual std::string literal(const ValueView& value) const = 0;

    /// The statements that carry out a definition, in order. Throws CompileError
    /// (`ddl-unsupported`) where the database has no such statement; `needs_rebuild` tells
    /// beforehand.
    [[nodiscard]] virtual std::vector<std::string> ddl(const ddl::Statement& statement) const = 0;
    /// The same with a look at the live database, which the query reads: refuses what would break
    /// something that the statement does not name (ArgumentError, `table-in-use` or
    /// `column-in-use`), and spells what depends on the table.
    [[nodiscard]] virtual std::vector<std::string> live_ddl(const Query& query,
                                                            const ddl::Statement& statement) const;
    /// How the database itself spells a table with all that belongs to it (indexes, triggers), a
    /// statement each, where CREATE TABLE from what the catalogue reads would lose something.
    /// Empty where nothing would be lost, and where the database keeps no such texts.
    [[nodiscard]] virtual std::vector<std::string> own_text(const Query& query,
                                                            const ddl::TableName& table) const;
    /// Views, triggers and the like that do not work: `view "v": no such table: main.t`. What comes
    /// only after the steps of a migration was broken by them. Empty where the database refuses to
    /// break such things by itself.
    [[nodiscard]] virtual std::vector<std::string> broken_objects(const Query& query) const;
    /// True where the database cannot ALTER this in place and the table has to be made anew.
    [[nodiscard]] virtual bool needs_rebuild(const ddl::Statement& statement) const;
    /// The statements that apply all changes to one table by making it anew, rows kept. The query
    /// reads the live table, which must be as it is when the statements run. Throws CompileError
    /// (`ddl-unsupported`) where `needs_rebuild` is never true. Run them in one transaction between
    /// the steps of `rebuild_protocol`.
    [[nodiscard]] virtual std::vector<std::string> rebuild(
        const Query& query,
        const ddl::TableName& table,
        std::span<const ddl::Statement> changes) const;

    [[nodiscard]] virtual RebuildProtocol rebuild_protocol() const { return {}; }
    [[nodiscard]] virtual LockSupport lock_support() const { return {}; }
    /// For a scratch database of that name.
    [[nodiscard]] virtual ScratchSupport scratch_support(std::string_view name) const;
    /// The statements of an SQL text by the server's own rules: without the semicolons between
    /// them and without blanks and comments before them. What is not closed goes to the end, so
    /// that the server can say what is wrong. A `Dialect` that knows no better takes
    /// dialects::split_sql().
    [[nodiscard]] virtual std::vector<std::string> split(std::string_view script) const;
    /// Statements for the begin of a transaction in which tables of a foreign-key cycle are dropped
    /// one after the other: references are looked at when it ends. Empty where such constraints are
    /// dropped first.
    [[nodiscard]] virtual std::vector<std::string> defer_references() const { return {}; }

    [[nodiscard]] virtual const Catalog& catalog() const noexcept = 0;
    /// What a live database holds beyond the tables that azoth models; see live_schema.hpp.
    [[nodiscard]] virtual const LiveSchema& live_schema() const noexcept;

    // The words for transactions.
    [[nodiscard]] virtual std::string begin(Isolation isolation, Access access) const = 0;
    [[nodiscard]] virtual std::string commit() const;
    [[nodiscard]] virtual std::string rollback() const;
    [[nodiscard]] virtual std::string savepoint(std::string_view name) const;
    /// Empty where savepoints end with their transaction only.
    [[nodiscard]] virtual std::string release_savepoint(std::string_view name) const;
    [[nodiscard]] virtual std::string rollback_to_savepoint(std::string_view name) const;
    /// Sent when such a transaction has ended: puts back what its begin set for the connection.
    /// Empty where that is nothing.
    [[nodiscard]] virtual std::string after_transaction(Access access) const;

    /// A query for the columns of a table whose times are texts that no StoredForm alone explains:
    /// equal moments are unequal there. Empty where it has none.
    [[nodiscard]] virtual std::string mixed_forms_query(const schema::Table& table) const;

    /// For a database that ends with its last connection (memory): the URL by which the connections
    /// of one engine share it. Nothing for all others.
    [[nodiscard]] virtual std::optional<Url> shared_memory_url(const Url& url,
                                                               std::uint64_t engine_number) const;
    /// For a database that is a file: the URL with a relative path taken from that folder.
    /// Unchanged for all others.
    [[nodiscard]] virtual Url rebased_url(const Url& url, std::string_view folder) const;
    /// Statements for a fresh connection (`PRAGMA foreign_keys = ON`).
    [[nodiscard]] virtual std::vector<std::string> on_connect() const { return {}; }
};

}  // namespace azoth::dialects
