// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/url.hpp>
#include <azoth/drivers/waiter.hpp>
#include <azoth/types/row_reader.hpp>
#include <azoth/types/sql_type.hpp>

#include <memory>

/// What a client library must offer. A driver knows bytes and errors' transport; it knows no SQL
/// beyond the words for transactions, which its dialect hands it as text.
namespace azoth::drivers {

/// Told what the server says beside its results (PostgreSQL's NOTICE and WARNING). Called on the
/// thread that waits for the statement; must not use the connection.
class NoticeListener {
public:
    virtual ~NoticeListener() = default;
    virtual void on_notice(std::string_view message) = 0;
};

/// Whether errors may hold values that are stored or were to be stored.
enum class ValuesInErrors : std::uint8_t { Hidden, Shown };

/// How a database file is made where there is none yet. A file that is there is never changed.
enum class NewFile : std::uint8_t {
    Plain,       ///< as the client library makes it
    Concurrent,  ///< so that readers and a writer do not wait for each other, where it can
};

/// What the driver is told when it connects.
struct ConnectOptions {
    Url url{};
    std::int64_t connect_timeout_milliseconds = 30'000;
    std::int64_t query_timeout_milliseconds = 0;  ///< 0: none
    bool read_only = false;
    ValuesInErrors values = ValuesInErrors::Hidden;
    NewFile new_file = NewFile::Plain;
    StoredForm stored_form = StoredForm::Default;  ///< of dates and times that are kept as text
    Waiter* waiter = nullptr;                      ///< not owned; the polling one when null
    NoticeListener* notices = nullptr;             ///< not owned; notices are dropped when null
};

/// The rows of a batch, cell by cell.
class RowSource {
public:
    virtual ~RowSource() = default;
    /// What the view refers to lives as long as the source and `scratch`.
    [[nodiscard]] virtual ValueView view(std::size_t row,
                                         std::size_t column,
                                         Value& scratch) const = 0;
};

/// Rows of a source that follow one another.
struct RowBlock {
    const RowSource* source = nullptr;
    std::size_t first = 0;
    std::size_t count = 0;
    std::size_t columns = 0;

    /// Rows count from the first of the block.
    [[nodiscard]] ValueView view(std::size_t row, std::size_t column, Value& scratch) const {
        return source->view(first + row, column, scratch);
    }
};

/// How many rows of the block, one at least, hold no more texts and bytes than that; 0: any number.
[[nodiscard]] std::size_t rows_within(const RowBlock& rows, std::size_t most_bytes);

/// Keys that follow one another.
struct KeyRange {
    std::int64_t first = 0;
    std::int64_t count = 0;
    friend bool operator==(const KeyRange&, const KeyRange&) = default;
};

/// A prepared statement and, after `execute`, the cursor over its rows (the RowReader base reads
/// the current one).
///
/// Used by one thread at a time, and not after its connection is gone. Parameters count from 0;
/// texts and bytes that were bound must live until the result is reset. Errors are thrown as
/// DatabaseError subclasses chosen from what the server says, with the statement's text attached.
class Statement : public RowReader {
public:
    virtual void bind(int parameter, const ValueView& value) = 0;
    /// Binds the rows of a statement that a dialect wrote for a batch, instead of `bind` and in the
    /// form that the client library has for them: an array for each column, or the parameter of a
    /// table that SQL reads. The source must live until the result is reset.
    virtual void bind_rows(const RowBlock& rows) = 0;
    /// The rows of a query are to come in batches of so many instead of whole, where the client
    /// library has them whole. To be called before `execute`, inside a transaction; counts for that
    /// one execution. The rows end with the transaction: `next` throws then.
    virtual void fetch_by(std::uint32_t) {}
    /// Sends it. Rows, if any, come from `next`. Statements without rows are complete on return.
    virtual void execute() = 0;
    /// Moves to the next row; false at the end (the result is then released).
    virtual bool next() = 0;
    /// Ends the result early and forgets the parameters; the statement can be bound and executed
    /// again.
    virtual void reset() noexcept = 0;

    [[nodiscard]] virtual int parameter_count() const = 0;
    [[nodiscard]] virtual int column_count() const = 0;
    [[nodiscard]] virtual std::string_view column_name(int column) const = 0;
    /// Kind by which the column comes when nobody asks for one; on databases with dynamic types, of
    /// the current row.
    [[nodiscard]] virtual ValueKind column_kind(int column) const = 0;
    /// Rows inserted, updated or deleted by the last execute; complete once `next` returned false.
    [[nodiscard]] virtual std::int64_t affected_rows() const = 0;
    /// The keys that the database numbered for the rows of the last INSERT, in their order, where
    /// the client library tells them without a query. None where it does not, and where others may
    /// lie between them because triggers wrote rows as well.
    [[nodiscard]] virtual KeyRange inserted_keys() const { return {}; }
    /// Whether `mark_schema_checked` was called for the schema that the last execute met.
    [[nodiscard]] virtual bool is_schema_checked() const { return false; }
    /// Who runs the statement has looked at the schema: that holds until the client library
    /// compiles the statement anew.
    virtual void mark_schema_checked() {}
    /// Before the first execution: the types that the parameters have in the program. A server that
    /// takes the types of parameters from the text around them is told those for which there is one
    /// type only; the others, texts and numbers that fit several, adapt to where they stand.
    virtual void declare(std::span<const TypeKind>) {}
};

struct ServerVersion {
    int major = 0;
    int minor = 0;
    int patch = 0;
    friend auto operator<=>(const ServerVersion&, const ServerVersion&) = default;
};

/// Counters since the connection was opened. A round trip is one wait for the server's answer; on
/// an embedded database, one statement run.
struct Traffic {
    std::uint64_t round_trips = 0;
    std::uint64_t statements = 0;
    std::uint64_t prepares = 0;
    std::uint64_t most_rows = 0;  ///< rows of one query that the client held at a time
};

class Connection {
public:
    virtual ~Connection() = default;

    [[nodiscard]] virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
    /// Runs one or more statements without parameters and drops their rows.
    virtual void run_script(std::string_view sql) = 0;
    /// Queues a statement without parameters and rows (`BEGIN`, `SAVEPOINT s`) to travel with the
    /// next statement, where the protocol can; otherwise runs it now. Its error surfaces with that
    /// statement.
    virtual void defer(std::string_view sql) = 0;
    /// Sends what was deferred.
    virtual void flush_deferred() = 0;
    /// Forgets what was deferred and not sent yet; true when there was something. A transaction
    /// whose BEGIN never left needs no ROLLBACK.
    virtual bool drop_deferred() noexcept { return false; }

    /// Asks the server to stop the statement that runs now. The only member that other threads may
    /// call.
    virtual void cancel() noexcept = 0;
    virtual void set_query_timeout(std::int64_t milliseconds) = 0;
    /// One cheap round trip; false when the connection is dead.
    [[nodiscard]] virtual bool ping() noexcept = 0;
    /// False once the connection cannot be used any more.
    [[nodiscard]] virtual bool is_usable() const noexcept = 0;
    /// What the server says, deferred statements not counted.
    [[nodiscard]] virtual bool in_transaction() const noexcept = 0;
    [[nodiscard]] virtual ServerVersion server_version() const = 0;
    [[nodiscard]] virtual const Traffic& traffic() const noexcept = 0;
    /// `sqlite3*`, `PGconn*`: for calls azoth has no name for.
    [[nodiscard]] virtual void* native_handle() noexcept = 0;
};

class Driver {
public:
    virtual ~Driver() = default;
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;
    /// Throws OperationalError (`cannot-connect`, `file-missing`, …) that names host or file and
    /// the way out, never the password.
    [[nodiscard]] virtual std::unique_ptr<Connection> connect(const ConnectOptions& options) = 0;
};

}  // namespace azoth::drivers
