// SPDX-License-Identifier: MIT
#include "engine/core.hpp"
#include "engine/pooling.hpp"

#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/engine/connection.hpp>

#include <algorithm>

namespace azoth {

namespace {

std::uint64_t next_engine_number() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

}  // namespace

Engine::Core::Core(Url given,
                   const EngineOptions& chosen,
                   const dialects::Registration& registration)
    : url(std::move(given)),
      options(chosen),
      dialect(*registration.dialect),
      driver(*registration.driver),
      connection_url(dialect.shared_memory_url(url, next_engine_number()).value_or(url)),
      is_memory(connection_url != url),
      pool_(options.pool, std::make_unique<engine::EngineConnector>(*this)) {
    // Values are noted only where somebody watches.
    watchers_ = options.echo || options.show_parameters ? 1 : 0;
}

Engine::Core::~Core() = default;

std::shared_ptr<const compiler::Compiled> Engine::Core::known(const tree::Node& statement,
                                                              tree::ShapeMatcher& matcher) {
    const auto [first, last] = compiled_.equal_range(statement.hash);
    const auto found = std::find_if(
        first, last, [&](const auto& entry) { return entry.second->serves(statement, matcher); });
    return found == last ? nullptr : found->second;
}

std::shared_ptr<const compiler::Compiled> Engine::Core::compiled(const tree::Node& statement,
                                                                 tree::ShapeMatcher& matcher) {
    {
        const std::shared_lock lock{compiled_mutex_};
        if (auto found = known(statement, matcher)) {
            return found;
        }
    }
    constexpr std::size_t most_kept = 5'000;
    auto made = std::make_shared<const compiler::Compiled>(dialect.compiler().compile(statement));
    ++compilations;
    const std::unique_lock lock{compiled_mutex_};
    if (auto found = known(statement, matcher)) {
        return found;  // another thread was faster
    }
    if (compiled_.size() >= most_kept) {
        compiled_.clear();  // a program that makes ever new statements: start over rather than grow
    }
    static_cast<void>(made->shape.matches(statement, matcher));  // its values are the caller's
    return compiled_.emplace(statement.hash, std::move(made))->second;
}

Connection Engine::connect() const {
    return Connection{engine::ConnectionShare{new engine::ConnectionCore(*this, core_->acquire())}};
}

const dialects::Dialect& Engine::dialect() const noexcept {
    return core_->dialect;
}

engine::RetryTurn& Engine::retry_turn() const noexcept {
    core_->retry_turn.let_pass();
    return core_->retry_turn;
}

const Url& Engine::url() const noexcept {
    return core_->url;
}

const EngineOptions& Engine::options() const noexcept {
    return core_->options;
}

EngineStatistics Engine::statistics() const noexcept {
    return {.statements = core_->statements,
            .round_trips = core_->round_trips,
            .compiled = core_->compilations,
            .connections = core_->connections,
            .connections_in_use = core_->connections_in_use(),
            .held_stores = core_->held_stores};
}

std::size_t Engine::add_listener(StatementListener listener) const {
    return core_->add_listener(std::move(listener));
}

void Engine::remove_listener(std::size_t listener) const noexcept {
    core_->remove_listener(listener);
}

Engine create_engine(std::string_view url, const EngineOptions& options) {
    return create_engine(Url::parse(url), options);
}

Engine create_engine(Url url, const EngineOptions& options) {
    const dialects::Registration& registration = dialects::find_dialect(url.dialect);
    return Engine{std::make_shared<Engine::Core>(std::move(url), options, registration)};
}

}  // namespace azoth
