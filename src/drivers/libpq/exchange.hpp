// SPDX-License-Identifier: MIT
#pragma once

#include "drivers/libpq/connection.hpp"
#include "drivers/libpq/parameters.hpp"

namespace azoth::drivers::libpq {

/// What the commands of an exchange came to.
struct Outcome {
    std::vector<Result>
        results{};     ///< of the commands that the exchange's user added, as far as they were run
    Result failure{};  ///< the first error, null when there was none
    std::string failed_sql{};             ///< the statement it belongs to
    bool failed_before = false;           ///< it belongs to a deferred statement
    std::vector<std::string> deferred{};  ///< that were sent before: BEGIN, SAVEPOINT
};

/// One round trip: statements that were deferred, then the commands added, then the wait for all
/// answers. An error skips what follows it, so a statement never runs when the BEGIN before it
/// failed.
class Exchange {
public:
    enum class Deferred : unsigned char { Send, Wait };

    /// `sql` is the statement that errors name.
    Exchange(Connection& connection, std::string_view sql, Deferred deferred = Deferred::Send);

    /// `types` of the first parameters; 0: the server finds it.
    void prepare(const std::string& name, const std::string& sql, const std::vector<Oid>& types);
    void describe(const std::string& name);
    void execute(const std::string& name, const Parameters& parameters);
    /// Without a name on the server: the statement with the types of its parameters.
    void execute_unnamed(const std::string& sql,
                         const std::vector<Oid>& types,
                         const Parameters& parameters);

    /// Sends and waits. Throws ConnectionLost, and the error of a deferred statement; the user's
    /// own is handed over.
    [[nodiscard]] Outcome finish() {
        send();
        return collect();
    }
    /// The halves of `finish`. Nothing else may be sent between them.
    void send();
    [[nodiscard]] Outcome collect();

private:
    void forget_retired_names();
    void query(const std::string& sql);
    void check(int sent);
    void collect_retired();
    void collect(Outcome& outcome, std::string_view sql, bool is_deferred);
    [[nodiscard]] bool take_sync();
    [[noreturn]] void refuse_copy();
    [[noreturn]] void fail_after_loss(const Outcome& outcome);

    Connection& connection_;
    std::string_view sql_;
    std::vector<std::string> retired_;
    std::vector<std::string> deferred_;
    std::size_t commands_ = 0;
};

}  // namespace azoth::drivers::libpq
