// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/engine/result.hpp>
#include <azoth/statement/text.hpp>
#include <azoth/statement/update.hpp>

namespace azoth {

/// A transaction, or a savepoint inside one. Rolls back at the end of its scope unless it was
/// committed. Keeps its connection until it has ended.
class Transaction {
public:
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    /// `COMMIT`, or `RELEASE SAVEPOINT`. Throws InvalidRequestError (`transaction-ended`) when it
    /// has ended already, and what the database says when nothing is kept: OperationalError
    /// (`transaction-aborted`) where a statement that failed has spoilt the transaction.
    void commit();
    /// `ROLLBACK`, or `ROLLBACK TO SAVEPOINT`. Does nothing when it has ended already.
    void rollback();
    [[nodiscard]] bool is_active() const noexcept;

private:
    friend class Connection;
    Transaction(engine::ConnectionShare connection, std::uint32_t level) noexcept;
    engine::ConnectionShare connection_;
    std::uint32_t level_;
    std::uint64_t number_;
};

/// One connection to the database. Used by one thread at a time; goes back to the pool at the end
/// of its scope, or of its last result: `for (const User& user : engine.connect().execute(query))`.
///
/// The first statement begins a transaction by itself (BEGIN travels with it); `commit()` ends it,
/// and what was not committed when the connection goes back is rolled back.
class Connection {
public:
    explicit Connection(engine::ConnectionShare core) noexcept;
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    /// Begins a transaction; inside one, a savepoint. A transaction that statements began by
    /// themselves is taken over, with what they did. `access` counts for a transaction that begins
    /// now.
    [[nodiscard]] Transaction begin(Access access = Access::Default);
    /// Ends the transaction that statements began by themselves.
    void commit();
    void rollback();
    [[nodiscard]] bool in_transaction() const noexcept;
    /// Statements between this and `resume` run outside transactions: each is its own (PostgreSQL's
    /// CREATE INDEX CONCURRENTLY, SQLite's PRAGMA foreign_keys). Throws InvalidRequestError
    /// (`transaction-open`) inside one.
    void set_autocommit(bool is_on);
    [[nodiscard]] bool is_autocommit() const noexcept;

    /// Runs a query; rows are decoded as they are iterated.
    template <class... Ts>
    [[nodiscard]] Result<Ts...> execute(const Select<Ts...>& statement) {
        return Result<Ts...>{run(statement.tree())};
    }
    template <class E, class... Rs>
    Result<Rs...> execute(const Insert<E, Rs...>& statement) {
        return Result<Rs...>{run(statement.tree())};
    }
    template <class E, class... Rs>
    Result<Rs...> execute(const Update<E, Rs...>& statement) {
        return Result<Rs...>{run(statement.tree())};
    }
    template <class E, class... Rs>
    Result<Rs...> execute(const Delete<E, Rs...>& statement) {
        return Result<Rs...>{run(statement.tree())};
    }
    /// SQL as text; parameters by name: `execute(text("… where id = :id"), {{"id", 5}})`.
    template <class... Rs>
    TextResult<Rs...> execute(const TextStatement<Rs...>& statement,
                              std::initializer_list<NamedValue> parameters = {}) {
        return engine::text_result<Rs...>(
            run_text(statement.sql(), {parameters.begin(), parameters.size()}));
    }
    /// Inserts all objects by the database's fastest way for the number of rows; generated keys are
    /// not read back. Returns the number of rows. The statement is `insert<E>()` and nothing more:
    /// throws CompileError (`unsupported-clause`) where it has values, ON CONFLICT or RETURNING.
    template <class E, class Range>
        requires std::convertible_to<const Range&, std::span<const E>>
    std::int64_t execute(const Insert<E>& statement, const Range& objects) {
        const std::span<const E> rows{objects};
        return insert_objects(statement.tree(), tree::entity_of<E>, rows.data(), rows.size());
    }

    template <class Other>
    DynamicResult execute(const Other&) {
        constexpr bool is_statement = sizeof(Other) == 0;
        static_assert(is_statement,
                      "azoth: execute() takes a statement; SQL of your own goes through text(…)");
        throw_no_statement();
    }

    // For the layers above and for callers who know SQL only at run time.

    /// A statement from the cache, executed with the tree's literals.
    [[nodiscard]] engine::StatementLease run(const tree::Tree& statement);
    /// The same with other values than the tree's literals, in the order of the placeholders. Texts
    /// and bytes must live until the lease is released.
    [[nodiscard]] engine::StatementLease run(const tree::Tree& statement,
                                             std::span<const ValueView> values);
    [[nodiscard]] engine::StatementLease run_text(std::string_view sql,
                                                  std::span<const NamedValue> parameters);
    /// A prepared statement from the cache, to be bound and executed by the caller; begins the
    /// transaction where one is due.
    [[nodiscard]] engine::StatementLease prepare(std::string_view sql);
    /// Runs statements without parameters that are not worth preparing: definitions, SET, scripts
    /// of one or more.
    void run_script(std::string_view sql);
    /// Reads all rows as values: catalogues.
    [[nodiscard]] dialects::Rows query(std::string_view sql,
                                       std::span<const Value> parameters = {});
    /// Drops the prepared statements that are not in use. To be called after a definition changed
    /// what they read, which servers refuse to run from a plan.
    void forget_statements() noexcept;
    /// `query` as the callback that catalogues take; the connection must outlive it.
    [[nodiscard]] dialects::Query query_callback();
    std::int64_t insert_objects(const tree::Tree& insert,
                                const tree::Entity& entity,
                                const void* objects,
                                std::size_t count);

    [[nodiscard]] const Engine& engine() const noexcept;
    [[nodiscard]] const dialects::Dialect& dialect() const noexcept;
    /// Asks the server to stop what this connection runs; may be called from any thread.
    void cancel() noexcept;
    /// Until the connection goes back to the pool; 0: none.
    void set_query_timeout(std::int64_t milliseconds);
    /// Takes the connection out of the pool for good.
    void invalidate() noexcept;
    [[nodiscard]] drivers::Connection& driver() const;
    [[nodiscard]] engine::ConnectionCore& core() const noexcept { return *core_; }

private:
    [[noreturn]] static void throw_no_statement();

    engine::ConnectionShare core_;
};

template <class Work>
auto Engine::begin(Access access, Work&& work) const {
    Connection connection = connect();
    Transaction transaction = connection.begin(access);
    if constexpr (std::is_void_v<decltype(work(connection))>) {
        work(connection);
        transaction.commit();
    } else {
        auto result = work(connection);
        transaction.commit();
        return result;
    }
}

template <class Work>
auto Engine::begin(Work&& work) const {
    return begin(Access::ReadWrite, work);
}

template <class Work>
auto Engine::retry(const RetryOptions& options, Work&& work) const {
    return engine::retry(options, retry_turn(), [&] {
        if constexpr (std::is_invocable_v<Work&, Connection&>) {
            return begin(Access::ReadWrite, work);
        } else {
            return work();
        }
    });
}

template <class Work>
auto Engine::retry(Work&& work) const {
    return retry(RetryOptions{}, work);
}

}  // namespace azoth
