// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/verify/scratch.hpp>

#include <charconv>

#include "migrate/runtime/process.hpp"
#include "migrate/runtime/server_clock.hpp"

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

}  // namespace

Scratch::Scratch(const Engine& like, const ScratchOptions& options)
    : server_{options.url.empty() ? like : create_engine(options.url)} {
    const dialects::ScratchSupport support = server_.dialect().scratch_support("any", {});
    EngineOptions engine_options;
    engine_options.pool.size = 1;
    engine_options.statement_cache_size =
        0;  // the shape of results changes between two runs of one query
    if (!support.memory_url.empty()) {
        engine_ = create_engine(support.memory_url, engine_options);
        return;
    }
    if (options.production == Production::Yes && options.url.empty()) {
        throw MigrationError{
            "no-scratch",
            "cannot make a scratch database: this one is marked as production, and its "
            "server is left alone; give another server in [scratch] url"};
    }
    if (support.create.empty()) {
        throw MigrationError{
            "no-scratch",
            "cannot make a scratch database: " + std::string{server_.dialect().name()} +
                " offers none; give an empty database in [scratch] url"};
    }
    std::int64_t now = 0;
    server_.begin([&](Connection& connection) { now = server_seconds(connection); });
    drop_stale(now);
    const std::string name = std::string{prefix} + std::to_string(now + options.lifetime_seconds) +
                             "_" + random_token().substr(0, 10);
    run_outside(server_.dialect().scratch_support(name, like.url().database).create);
    name_ = name;
    Url url = server_.url();
    url.database = name;
    engine_ = create_engine(std::move(url), engine_options);
}

Scratch::~Scratch() {
    if (name_.empty()) {
        return;
    }
    try {
        engine_->dispose();
        run_outside(server_.dialect().scratch_support(name_, {}).drop);
    } catch (const std::exception&) {
        // The next run drops it when its time is over.
    }
}

void Scratch::run_outside(const std::vector<std::string>& statements) const {
    Connection connection = server_.connect();
    connection.set_autocommit(true);
    try {
        for (const std::string& sql : statements) {
            connection.run_script(sql);
        }
        connection.set_autocommit(false);
    } catch (const DatabaseError& error) {
        connection.invalidate();
        throw MigrationError{
            "no-scratch",
            "cannot make a scratch database on " + server_.url().to_string() + ": " +
                error.message() +
                "; let the user create databases, give a server in [scratch] url, or "
                "compare without one by --no-scratch",
            error.details()};
    }
}

void Scratch::drop_stale(std::int64_t now) const {
    std::vector<std::string> stale;
    server_.begin([&](Connection& connection) {
        for (const auto& row :
             connection.query(server_.dialect().scratch_support("any", {}).list)) {
            const std::string& name = row.at(0).as_text();
            const auto expiry = expiry_of(name);
            if (expiry && *expiry < now) {
                stale.push_back(name);
            }
        }
    });
    for (const std::string& name : stale) {
        try {
            run_outside(server_.dialect().scratch_support(name, {}).drop);
        } catch (const MigrationError&) {
            // Somebody else's, or already gone.
        }
    }
}

}  // namespace azoth::migrate
