// SPDX-License-Identifier: MIT
#include "drivers/libpq/connect.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/types/text_form.hpp>

#include "drivers/libpq/errors.hpp"

#include <algorithm>
#include <new>
#include <vector>

namespace azoth::drivers::libpq {

namespace {

using text_utility::quoted;

/// Keywords and values as libpq takes them, the later ones winning.
class Keywords {
public:
    void add(std::string keyword, std::string value) {
        keywords_.push_back(std::move(keyword));
        values_.push_back(std::move(value));
    }

    [[nodiscard]] Session start() const {
        std::vector<const char*> keywords;
        std::vector<const char*> values;
        for (std::size_t i = 0; i < keywords_.size(); ++i) {
            keywords.push_back(keywords_[i].c_str());
            values.push_back(values_[i].c_str());
        }
        keywords.push_back(nullptr);
        values.push_back(nullptr);
        return Session{PQconnectStartParams(keywords.data(), values.data(), 0)};
    }

private:
    std::vector<std::string> keywords_;
    std::vector<std::string> values_;
};

std::vector<std::string> known_keywords() {
    std::vector<std::string> result{"prepare"};
    const ConnectionInfo options{PQconndefaults()};
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr;
         ++option) {
        result.emplace_back(option->keyword);
    }
    return result;
}

void check_query(const Url& url) {
    if (url.query.empty()) {
        return;
    }
    const auto known = known_keywords();
    for (const auto& [key, value] : url.query) {
        if (std::ranges::find(known, key) == known.end()) {
            Url shown = url;
            shown.query.clear();  // what is unknown may be a secret
            throw ArgumentError{"bad-url",
                                "cannot use the URL " + quoted(shown.to_string()) +
                                    ": unknown option " + quoted(key) +
                                    text_utility::did_you_mean(key, known)};
        }
    }
}

Keywords keywords_for(const ConnectOptions& options) {
    const Url& url = options.url;
    Keywords result;
    const auto add_unless_empty = [&](const char* keyword, const std::string& value) {
        if (!value.empty()) {
            result.add(keyword, value);
        }
    };
    add_unless_empty("host", url.host);
    add_unless_empty("port", url.port ? std::to_string(*url.port) : "");
    add_unless_empty("user", url.user);
    add_unless_empty("password", url.password);
    add_unless_empty("dbname", url.database);
    result.add("fallback_application_name", "azoth");
    std::string server_options;
    for (const auto& [key, value] : url.query) {
        if (key == "options") {
            server_options = value;
        } else if (key != "prepare" && key != "connect_timeout") {
            result.add(key, value);
        }
    }
    if (options.read_only) {
        server_options += " -c default_transaction_read_only=on";
    }
    add_unless_empty("options", server_options);
    result.add("client_encoding", "UTF8");
    return result;
}

/// The library looks at `connect_timeout` only where it waits itself.
std::int64_t connect_timeout_of(const ConnectOptions& options) {
    const auto text = options.url.option("connect_timeout");
    if (!text) {
        return options.connect_timeout_milliseconds;
    }
    constexpr std::int64_t one_year = 366LL * 86'400;
    const auto seconds = text_form::parse_integer(*text);
    if (!seconds || *seconds < 0 || *seconds > one_year) {
        throw ArgumentError{
            "bad-url",
            "cannot use the URL " + quoted(options.url.to_string()) +
                ": connect_timeout is no number of seconds; write, say, connect_timeout=10"};
    }
    return *seconds * 1000;
}

std::string shown_time(std::int64_t milliseconds) {
    return milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + " s"
                                    : std::to_string(milliseconds) + " ms";
}

/// A line for each address that was tried, without the questions below them: the way out answers
/// those.
std::string failures_of(PGconn* session) {
    std::vector<std::string> failures;
    for (const std::string_view line : text_utility::split(PQerrorMessage(session), '\n')) {
        const bool is_question = line.starts_with('\t') && line.ends_with('?');
        if (!is_question && !text_utility::trim(line).empty()) {
            failures.push_back(on_one_line(line));
        }
    }
    return text_utility::join(failures, ", ");
}

std::string target_of(const Url& url) {
    return "cannot connect to " + quoted(url.to_string()) + ": ";
}

[[noreturn]] void throw_cannot_connect(const ConnectOptions& options, PGconn* session) {
    const std::string why = failures_of(session);
    const std::string text = target_of(options.url) + why;
    const auto says = [&](std::string_view words) { return why.find(words) != std::string::npos; };
    const std::string database =
        options.url.database.empty() ? options.url.user : options.url.database;
    if (PQconnectionNeedsPassword(session) != 0) {
        throw OperationalError{"authentication-failed",
                               text + "; put a password into the URL, PGPASSWORD or ~/.pgpass"};
    }
    if (says("database \"" + database + "\" does not exist")) {
        throw OperationalError{
            "database-missing",
            text + "; create it (createdb " + database + "), or correct the URL"};
    }
    if (says("too many clients") || says("too many connections") ||
        says("remaining connection slots")) {
        throw OperationalError{"too-many-connections",
                               text + "; use smaller pools, or raise the server's max_connections",
                               {.retryable = true}};
    }
    if (says("the database system is ")) {
        throw OperationalError{"cannot-connect",
                               text + "; it starts or stops: try again in a moment",
                               {.retryable = true}};
    }
    if (PQconnectionUsedPassword(session) != 0 || says("authentication failed") ||
        says("pg_hba.conf") || says("role \"")) {
        throw OperationalError{"authentication-failed",
                               text + "; check user and password, and the server's pg_hba.conf"};
    }
    if (says("could not translate host name")) {
        throw OperationalError{"cannot-connect", text + "; correct the host's name in the URL"};
    }
    if (says("connection to server on socket") && says("failed: No such file")) {
        throw OperationalError{"cannot-connect",
                               text +
                                   "; check that the server runs on this machine and has its "
                                   "socket there (unix_socket_directories), or name a host",
                               {.retryable = true}};
    }
    // A server that restarts refuses connections for a while.
    throw OperationalError{"cannot-connect",
                           text + "; check that the server runs and that host and port are right",
                           {.retryable = says("Connection refused")}};
}

void wait_until_open(PGconn* session, const ConnectOptions& options, std::int64_t timeout) {
    Waiter& waiter = options.waiter == nullptr ? polling_waiter() : *options.waiter;
    const Deadline deadline =
        timeout > 0 ? Deadline::after_milliseconds(timeout) : Deadline::never();
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    while (status != PGRES_POLLING_OK) {
        const Interest interest =
            status == PGRES_POLLING_READING ? Interest::Read : Interest::Write;
        if (waiter.wait(PQsocket(session), interest, deadline) == WaitResult::TimedOut) {
            throw OperationalError{"connect-timeout",
                                   target_of(options.url) + "no answer within " +
                                       shown_time(timeout) +
                                       "; check host, port and firewalls, or raise connect_timeout",
                                   {.retryable = true}};
        }
        status = PQconnectPoll(session);
        if (status == PGRES_POLLING_FAILED) {
            throw_cannot_connect(options, session);
        }
    }
}

}  // namespace

Session open_session(const ConnectOptions& options) {
    check_query(options.url);
    const std::int64_t timeout = connect_timeout_of(options);
    Session session = keywords_for(options).start();
    if (!session) {
        throw std::bad_alloc{};
    }
    if (PQstatus(session.get()) == CONNECTION_BAD) {
        throw_cannot_connect(options, session.get());
    }
    wait_until_open(session.get(), options, timeout);
    return session;
}

// A database or a role may have other defaults. Texts that azoth writes hold no backslash that
// escapes, and dates that the server writes into definitions are read back in another session.
std::string settings_for(PGconn* session) {
    const auto is_other = [&](const char* name, std::string_view wanted) {
        const char* const value = PQparameterStatus(session, name);
        return value != nullptr && !std::string_view{value}.starts_with(wanted);
    };
    std::string script;
    if (is_other("standard_conforming_strings", "on")) {
        script += "SET standard_conforming_strings = on;";
    }
    if (is_other("DateStyle", "ISO")) {
        script += "SET DateStyle = ISO;";
    }
    if (is_other("IntervalStyle", "postgres")) {
        script += "SET IntervalStyle = postgres;";
    }
    return script;
}

}  // namespace azoth::drivers::libpq
