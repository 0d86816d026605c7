// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/verify/scratch.hpp>

#include <stdlib.h>

#include <charconv>
#include <chrono>
#include <filesystem>

#include "migrate/runtime/process.hpp"
#include "migrate/runtime/server_clock.hpp"
#include "migrate/verify/schema_copy.hpp"

namespace azoth::migrate {
namespace {

constexpr std::string_view prefix = "azoth_scratch_";

/// The time in a scratch database's name; nothing for any other name.
std::optional<std::int64_t> expiry_of(std::string_view name) {
    if (!name.starts_with(prefix)) {
        return std::nullopt;
    }
    name.remove_prefix(prefix.size());
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), seconds);
    const bool is_ours = error == std::errc{} && end != name.data() + name.size() && *end == '_';
    return is_ours ? std::optional{seconds} : std::nullopt;
}

EngineOptions one_connection() {
    EngineOptions options;
    options.pool.size = 1;
    options.new_file = NewFile::Plain;
    return options;
}

}  // namespace

Scratch::Scratch(const Engine& like, const ScratchOptions& options, ScratchContents contents)
    : server_{options.url.empty() ? like
                                  : create_engine(options.url, {.new_file = NewFile::Plain})} {
    refuse_other_kind(like);
    const dialects::ScratchSupport support = server_.dialect().scratch_support("any");
    if (!support.memory_url.empty()) {
        make_without_server(support.memory_url, options);
        return;
    }
    refuse_impossible(options);
    std::int64_t now = 0;
    server_.begin([&](Connection& connection) { now = server_seconds(connection); });
    drop_stale(now);
    const std::string name = std::string{prefix} + std::to_string(now + options.lifetime_seconds) +
                             "_" + random_token().substr(0, 10);
    create(like, name);
    Url url = server_.url();
    url.database = name;
    engine_ = create_engine(std::move(url), one_connection());
    install_extensions(like, contents);
}

namespace {

constexpr std::string_view folder_prefix = "azoth-scratch-";

/// What interrupted runs left behind. Those of other users cannot be removed, which does no harm.
void drop_stale_folders(const std::filesystem::path& within, std::int64_t lifetime_seconds) {
    using Clock = std::filesystem::file_time_type::clock;
    const auto oldest = Clock::now() - std::chrono::seconds{lifetime_seconds};
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{within, ignored}) {
        const bool is_ours = entry.path().filename().string().starts_with(folder_prefix);
        std::error_code unknown;
        if (is_ours && entry.last_write_time(unknown) < oldest && !unknown) {
            std::filesystem::remove_all(entry.path(), ignored);
        }
    }
}

}  // namespace

void Scratch::make_without_server(const std::string& memory_url, const ScratchOptions& options) {
    Url url = Url::parse(memory_url);
    if (options.place == ScratchPlace::File) {
        const auto within = std::filesystem::temp_directory_path();
        drop_stale_folders(within, options.lifetime_seconds);
        std::string folder = (within / (std::string{folder_prefix} + "XXXXXX")).string();
        if (::mkdtemp(folder.data()) == nullptr) {
            throw MigrationError{"no-scratch",
                                 "cannot make a scratch database: no folder can be made in " +
                                     within.string() + "; make room there, or set TMPDIR"};
        }
        folder_ = folder;
        url.database = folder_ + "/scratch.db";
    }
    engine_ = create_engine(std::move(url), one_connection());
}

void Scratch::refuse_other_kind(const Engine& like) const {
    if (server_.dialect().name() != like.dialect().name()) {
        throw MigrationError{"no-scratch",
                             "cannot make a scratch database: [scratch] url leads to " +
                                 std::string{server_.dialect().name()} +
                                 ", and the database that is compared is one of " +
                                 std::string{like.dialect().name()} +
                                 "; give a server of the same kind"};
    }
}

void Scratch::refuse_impossible(const ScratchOptions& options) const {
    if (options.production == Production::Yes && options.url.empty()) {
        throw MigrationError{
            "no-scratch",
            "cannot make a scratch database: this one is marked as production, and its "
            "server is left alone; give another server in [scratch] url, or compare without one "
            "by --no-scratch"};
    }
    if (server_.dialect().scratch_support("any").create_query.empty()) {
        throw MigrationError{
            "no-scratch",
            "cannot make a scratch database: " + std::string{server_.dialect().name()} +
                " offers none; compare without one by --no-scratch"};
    }
}

namespace {

std::vector<std::string> first_column(const Engine& engine, const std::string& query) {
    std::vector<std::string> result;
    if (query.empty()) {
        return result;
    }
    engine.begin(read_only, [&](Connection& connection) {
        for (const auto& row : connection.query(query)) {
            result.push_back(row.at(0).as_text());
        }
    });
    return result;
}

}  // namespace

void Scratch::create(const Engine& like, const std::string& name) {
    const dialects::ScratchSupport support = server_.dialect().scratch_support(name);
    try {
        run_outside(server_, first_column(like, support.create_query));
        name_ = name;
    } catch (const DatabaseError& error) {
        throw MigrationError{"no-scratch",
                             "cannot make a scratch database on " + server_.url().to_string() +
                                 ": " + error.message() + "; allow it to this user (" +
                                 support.permission +
                                 "), name a server where it may in [scratch] url, or compare "
                                 "without one by --no-scratch",
                             error.details()};
    }
}

void Scratch::install_extensions(const Engine& like, ScratchContents contents) {
    try {
        const dialects::ScratchSupport support = server_.dialect().scratch_support(name_);
        run_in_any_order(*engine_, first_column(like, support.settings_query));
        run_outside(*engine_, first_column(like, support.furnish_query));
        if (contents == ScratchContents::Resources) {
            run_in_any_order(*engine_, first_column(like, support.resources_query));
        }
    } catch (const DatabaseError& error) {
        drop();
        throw MigrationError{"no-scratch",
                             "cannot make the scratch database on " + server_.url().to_string() +
                                 " like " + like.url().to_string() + ": " + error.message() + " (" +
                                 error.statement() +
                                 "); install it there, name another server in [scratch] url, or "
                                 "compare without one by --no-scratch",
                             error.details()};
    }
}

Scratch::~Scratch() {
    drop();
}

void Scratch::drop() noexcept {
    if (!folder_.empty()) {
        engine_->dispose();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
        folder_.clear();
    }
    if (name_.empty()) {
        return;
    }
    try {
        engine_->dispose();
        run_outside(server_, server_.dialect().scratch_support(name_).drop);
    } catch (const std::exception&) {
        // The next run drops it when its time is over.
    }
    name_.clear();
}

void Scratch::run_outside(const Engine& engine, const std::vector<std::string>& statements) {
    Connection connection = engine.connect();
    connection.set_autocommit(true);
    try {
        for (const std::string& sql : statements) {
            connection.run_script(sql);
        }
        connection.set_autocommit(false);
    } catch (const DatabaseError&) {
        connection.invalidate();
        throw;
    }
}

void Scratch::drop_stale(std::int64_t now) const {
    for (const std::string& name :
         first_column(server_, server_.dialect().scratch_support("any").list)) {
        const auto expiry = expiry_of(name);
        if (!expiry || *expiry >= now) {
            continue;
        }
        try {
            run_outside(server_, server_.dialect().scratch_support(name).drop);
        } catch (const DatabaseError&) {
            // Somebody else's, or already gone.
        }
    }
}

}  // namespace azoth::migrate
