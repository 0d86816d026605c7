// SPDX-License-Identifier: MIT
#include "drivers/sqlite3/driver.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/types/text_form.hpp>

#include "drivers/sqlite3/connection.hpp"
#include "drivers/sqlite3/errors.hpp"
#include "drivers/statement_excerpt.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace azoth::drivers::sqlite {

namespace {

constexpr std::int64_t default_busy_timeout = 10'000;

const std::vector<std::string>& known_options() {
    static const std::vector<std::string> options{"busy_timeout",
                                                  "cache",
                                                  "immutable",
                                                  "journal_mode",
                                                  "mode",
                                                  "nolock",
                                                  "psow",
                                                  "uri",
                                                  "vfs"};
    return options;
}

/// Where the database is and how it is to be opened, taken from the URL.
struct Target {
    std::string file{};  ///< empty for a database in memory
    std::string uri{};
    int flags = 0;
    std::int64_t busy_timeout = default_busy_timeout;
    bool may_create = true;
    bool may_write = true;
    std::string_view journal_mode{};  ///< that was asked for; of the URL
};

std::string escaped_for_uri(std::string_view path) {
    std::string result;
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') {
            result += '%' + text_utility::upper_ascii(text_form::hexadecimal({&c, 1}));
        } else {
            result += c;
        }
    }
    return result;
}

[[noreturn]] void refuse_url(const Url& url, const std::string& why) {
    throw ArgumentError{"bad-url",
                        "cannot use the URL " + text_utility::quoted(url.to_string()) + ": " + why};
}

std::int64_t busy_timeout_of(const Url& url) {
    const auto text = url.option("busy_timeout");
    if (!text) {
        return default_busy_timeout;
    }
    const auto number = text_form::parse_integer(*text);
    if (!number || *number < 0) {
        refuse_url(url, "busy_timeout is no number of milliseconds; write, say, busy_timeout=5000");
    }
    return *number;
}

bool is_memory(const Url& url) {
    const auto says = [&](std::string_view option) {
        return url.database.starts_with("file:") && url.database.find(option) != std::string::npos;
    };
    return url.database.empty() || url.database == ":memory:" || url.option("mode") == "memory" ||
           url.option("vfs") == "memdb" || says("vfs=memdb") || says("mode=memory");
}

/// `file:///a.db?mode=ro`: the path and the options that the library itself reads.
std::string uri_of(const Url& url) {
    if (url.database.starts_with("file:")) {
        return url.database;
    }
    // Two slashes at the begin of a path would be taken for a host.
    const std::string_view no_host = url.database.starts_with('/') ? "//" : "";
    std::string result = "file:" + std::string{no_host} + escaped_for_uri(url.database);
    char separator = '?';
    for (const auto& [key, value] : url.query) {
        if (key != "busy_timeout" && key != "journal_mode" && key != "uri") {
            result += separator + key + '=' +
                      escaped_for_uri(text_utility::replace_all(value, "&", "%26"));
            separator = '&';
        }
    }
    return result;
}

/// `sqlite://app.db` has a host and no file: it would be a database in memory.
void require_no_server(const Url& url) {
    if (url.host.empty() && url.user.empty() && url.password.empty() && !url.port) {
        return;
    }
    const std::string meant = url.database.empty() || is_memory(url) ? url.host : url.database;
    refuse_url(url,
               "SQLite has no server, and what follows \"sqlite://\" up to the next slash is one; "
               "write sqlite:///" +
                   (meant.empty() ? "file.db" : meant) + " for a file, sqlite:// for memory");
}

void require_known_mode(const Url& url) {
    const auto mode = url.option("mode");
    if (mode && mode != "ro" && mode != "rw" && mode != "rwc" && mode != "memory") {
        refuse_url(url, "mode is " + text_utility::quoted(*mode) + "; write ro, rw, rwc or memory");
    }
}

std::string_view journal_mode_of(const Url& url) {
    const auto mode = url.option("journal_mode").value_or("");
    constexpr std::array known{"", "keep", "wal", "delete", "truncate", "persist"};
    if (std::ranges::find(known, mode) == known.end()) {
        refuse_url(url,
                   "journal_mode is " + text_utility::quoted(mode) +
                       "; write wal, delete, truncate, persist or keep");
    }
    return mode;
}

void require_known_options(const Url& url) {
    for (const auto& [key, value] : url.query) {
        const auto& known = known_options();
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            refuse_url(url,
                       "unknown option " + text_utility::quoted(key) +
                           text_utility::did_you_mean(key, known));
        }
    }
}

Target target_of(const ConnectOptions& options) {
    const Url& url = options.url;
    require_no_server(url);
    require_known_mode(url);
    require_known_options(url);
    const std::string_view journal_mode = journal_mode_of(url);
    Target target{.uri = uri_of(url), .busy_timeout = busy_timeout_of(url)};
    target.flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
    if (is_memory(url)) {
        target.flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        target.uri = url.database.empty() ? ":memory:" : target.uri;
        return target;
    }
    target.file = url.database;
    const auto mode = url.option("mode");
    target.journal_mode = journal_mode;
    target.may_create = !options.read_only && (!mode || mode == "rwc");
    target.may_write = !options.read_only && mode != "ro" && !url.option("immutable");
    target.flags |=
        options.read_only || mode == "ro" ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    target.flags |= target.may_create ? SQLITE_OPEN_CREATE : 0;
    return target;
}

[[noreturn]] void throw_cannot_open(const Target& target,
                                    std::string_view why,
                                    std::string_view way_out) {
    throw OperationalError{"cannot-open-file",
                           "cannot open the database " + text_utility::quoted(target.file) + ": " +
                               std::string{why} + "; " + std::string{way_out}};
}

/// With the rights that opening a file has, not those of the user who started the program.
bool may_access(const std::filesystem::path& path, int mode) {
    return faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0;
}

/// As its header says: https://www.sqlite.org/fileformat.html#file_format_version_numbers
bool keeps_log(const std::filesystem::path& path) {
    constexpr std::size_t version_at = 18;
    std::array<char, version_at + 1> header{};
    std::ifstream file{path, std::ios::binary};
    return file.read(header.data(), header.size()) && header[version_at] == 2;
}

/// The library says no more than "unable to open database file".
[[noreturn]] void explain_failed_open(const Target& target, std::string_view message) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    const fs::path path{target.file};
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    const std::string shown_folder = text_utility::quoted(folder.string());
    if (!fs::exists(folder, ignored)) {
        throw_cannot_open(target,
                          "the folder " + shown_folder + " does not exist",
                          "create it, or correct the path");
    }
    if (!fs::is_directory(folder, ignored)) {
        throw_cannot_open(target, shown_folder + " is not a folder", "correct the path");
    }
    if (fs::is_directory(path, ignored)) {
        throw_cannot_open(target, "it is a folder", "name a file in it");
    }
    if (!fs::exists(path, ignored) && !target.may_create) {
        throw OperationalError{"file-missing",
                               "cannot open the database " + text_utility::quoted(target.file) +
                                   ": there is no such file; correct the path, or open it without "
                                   "read_only and mode to create it"};
    }
    if (!fs::exists(path, ignored) && !may_access(folder, W_OK)) {
        throw_cannot_open(target,
                          "the folder " + shown_folder + " may not be written",
                          "give this user the right to write there");
    }
    if (fs::exists(path, ignored) && !may_access(path, R_OK)) {
        throw_cannot_open(
            target, "the file may not be read", "give this user the right to read it");
    }
    if (keeps_log(path) && !may_access(folder, W_OK)) {
        throw_cannot_open(
            target,
            "it keeps a write-ahead log, and the folder " + shown_folder + " may not be written",
            "give this user the right to write there, or open it with ?immutable=1 "
            "if nobody writes to it");
    }
    throw_cannot_open(target, message, "check the path and the rights of this user");
}

Database open(const Target& target) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(target.uri.c_str(), &handle, target.flags, nullptr);
    Database database{handle};
    if (code == SQLITE_OK) {
        return database;
    }
    const std::string message = handle == nullptr ? "not enough memory" : sqlite3_errmsg(handle);
    explain_failed_open(target, message);
}

/// Opening reads nothing; this finds a file that is no database before the first statement does.
void check_header(sqlite3* database, const Target& target) {
    const int code = sqlite3_exec(database, "PRAGMA schema_version", nullptr, nullptr, nullptr);
    const int primary = code & 0xff;
    if (primary == SQLITE_NOTADB) {
        throw OperationalError{"not-a-database",
                               "cannot open the database " + text_utility::quoted(target.file) +
                                   ": the file is something else or encrypted; correct the path"};
    }
    if (primary == SQLITE_CANTOPEN) {
        explain_failed_open(target, sqlite3_errmsg(database));
    }
    if (primary == SQLITE_IOERR || primary == SQLITE_CORRUPT) {
        throw_failure({.code = code,
                       .message = sqlite3_errmsg(database),
                       .sql = "PRAGMA schema_version",
                       .file = target.file});
    }
}

/// The mode that the database is in afterwards.
std::string set_journal_mode(sqlite3* database, std::string_view mode) {
    std::string result;
    const auto take = [](void* target, int, char** values, char**) {
        *static_cast<std::string*>(target) = values[0] == nullptr ? "" : values[0];
        return 0;
    };
    const std::string sql = "PRAGMA journal_mode = " + std::string{mode};
    sqlite3_exec(database, sql.c_str(), take, &result, nullptr);
    return result;
}

/// Another connection that is just about to use the file keeps it from changing its mode.
std::string set_journal_mode_in_time(sqlite3* database,
                                     std::string_view mode,
                                     std::int64_t milliseconds) {
    const Deadline deadline = Deadline::after_milliseconds(milliseconds);
    for (;;) {
        std::string result = set_journal_mode(database, mode);
        const bool is_busy = (sqlite3_errcode(database) & 0xff) == SQLITE_BUSY;
        if (!is_busy || deadline.has_passed()) {
            return result;
        }
        sqlite3_sleep(1);
    }
}

void require_journal_mode(sqlite3* database, const Target& target) {
    const std::string found =
        set_journal_mode_in_time(database, target.journal_mode, target.busy_timeout);
    if (found != target.journal_mode) {
        const std::string why = sqlite3_errcode(database) == SQLITE_OK
                                    ? "it stays in the mode " + found
                                    : sqlite3_errmsg(database);
        throw OperationalError{
            "journal-mode-refused",
            "cannot set journal_mode=" + std::string{target.journal_mode} + " for " +
                text_utility::quoted(target.file) + ": " + why +
                "; do it while nobody else uses the file, or leave journal_mode out of the URL"};
    }
}

/// A file of another name in the same folder, gone at the end with the side files it may have.
class FileBeside {
public:
    explicit FileBeside(const std::string& file) {
        static std::atomic<unsigned> number{0};
        path_ = file + ".azoth-" + std::to_string(::getpid()) + '-' + std::to_string(++number);
    }
    FileBeside(const FileBeside&) = delete;
    FileBeside& operator=(const FileBeside&) = delete;
    ~FileBeside() {
        for (const char* side : {"", "-wal", "-shm", "-journal"}) {
            ::unlink((path_ + side).c_str());
        }
    }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    std::string path_{};
};

bool is_to_have_log(const Target& target, const ConnectOptions& options) {
    const Url& url = options.url;
    return options.new_file == NewFile::Concurrent && target.may_create && target.may_write &&
           !target.file.empty() && target.journal_mode.empty() && !url.option("vfs") &&
           !url.option("nolock") && !url.database.starts_with("file:") &&
           ::access(target.file.c_str(), F_OK) != 0;
}

/// Makes a file with a write-ahead log: beside its place, where it is put when it has its mode, so
/// that of several who open it at once each finds it whole. Where that cannot be done (a file
/// system of the network), SQLite makes it without.
void make_with_log(const Target& target) {
    const FileBeside file{target.file};
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        file.path().c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    Database database{handle};
    const bool is_made = code == SQLITE_OK && set_journal_mode(handle, "wal") == "wal";
    database.reset();
    if (is_made) {
        // What somebody else has put there meanwhile stays.
        (void)!::link(file.path().c_str(), target.file.c_str());
    }
}

class SqliteDriver final : public Driver {
public:
    std::string_view name() const noexcept override { return "sqlite3"; }

    std::unique_ptr<drivers::Connection> connect(const ConnectOptions& options) override {
        const Target target = target_of(options);
        if (is_to_have_log(target, options)) {
            make_with_log(target);
        }
        Database database = open(target);
        if (!target.file.empty()) {
            check_header(database.get(), target);
            if (target.may_write && target.journal_mode != "keep" && !target.journal_mode.empty()) {
                require_journal_mode(database.get(), target);
            }
        } else if (options.read_only) {
            sqlite3_exec(database.get(), "PRAGMA query_only = ON", nullptr, nullptr, nullptr);
        }
        return std::make_unique<Connection>(
            std::move(database), target.file, options, target.busy_timeout);
    }
};

}  // namespace

Driver& driver() noexcept {
    static SqliteDriver driver;
    return driver;
}

}  // namespace azoth::drivers::sqlite
