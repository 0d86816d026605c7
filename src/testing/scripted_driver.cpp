// SPDX-License-Identifier: MIT
#include "engine/core.hpp"
#include "testing/script.hpp"
#include "testing/scripted_connection.hpp"

#include <azoth/base/error.hpp>

#include <utility>

namespace azoth::testing {

void ScriptedDriver::Script::step(std::string line, std::string_view sql, bool& is_lost) {
    const std::lock_guard guard{mutex};
    log.push_back(std::move(line));
    const auto found = failures.find(++count);
    if (found == failures.end()) {
        return;
    }
    const std::string message = "cannot go on with step " + std::to_string(count) +
                                ": the script says that it fails; mend what the program does then";
    const ScriptedFailure failure = found->second;
    failures.erase(found);
    switch (failure) {
        case ScriptedFailure::Refused:
            throw OperationalError{"scripted-failure", message, {.statement = std::string{sql}}};
        case ScriptedFailure::ConnectionLost:
            is_lost = true;
            throw ConnectionLost{
                "scripted-failure",
                message,
                {.statement = std::string{sql}, .connection_lost = true, .retryable = true}};
    }
}

std::optional<ScriptedAnswer> ScriptedDriver::Script::answer_to(std::string_view sql) {
    const std::lock_guard guard{mutex};
    const auto found = answers.find(sql);
    if (found == answers.end()) {
        return std::nullopt;
    }
    auto& queue = found->second;
    ScriptedAnswer next = queue.front();
    if (queue.size() > 1) {
        queue.pop_front();
    }
    return next;
}

bool ScriptedDriver::Script::knows(std::string_view sql) {
    const std::lock_guard guard{mutex};
    return answers.contains(sql);
}

ScriptedDriver::ScriptedDriver() : script_(std::make_unique<Script>(nullptr)) {}

ScriptedDriver::ScriptedDriver(std::string_view scheme)
    : script_(std::make_unique<Script>(dialects::find_dialect(scheme).driver)) {}

ScriptedDriver::~ScriptedDriver() = default;

void ScriptedDriver::answer(std::string_view sql, ScriptedAnswer answer) {
    const std::lock_guard guard{script_->mutex};
    script_->answers[std::string{sql}].push_back(std::move(answer));
}

void ScriptedDriver::fail_at(std::uint64_t step, ScriptedFailure failure) {
    const std::lock_guard guard{script_->mutex};
    script_->failures[step] = failure;
}

void ScriptedDriver::restart() {
    const std::lock_guard guard{script_->mutex};
    script_->count = 0;
    script_->failures.clear();
    script_->log.clear();
}

std::uint64_t ScriptedDriver::steps() const {
    const std::lock_guard guard{script_->mutex};
    return script_->count;
}

std::vector<std::string> ScriptedDriver::log() const {
    const std::lock_guard guard{script_->mutex};
    return script_->log;
}

std::string_view ScriptedDriver::name() const noexcept {
    return "scripted";
}

std::unique_ptr<drivers::Connection> ScriptedDriver::connect(
    const drivers::ConnectOptions& options) {
    bool is_lost = false;
    script_->step("connect", {}, is_lost);
    return std::make_unique<ScriptedConnection>(
        *script_, script_->behind == nullptr ? nullptr : script_->behind->connect(options));
}

Engine create_scripted_engine(ScriptedDriver& driver,
                              std::string_view url,
                              const EngineOptions& options) {
    return create_scripted_engine(driver, Url::parse(url), options);
}

Engine create_scripted_engine(ScriptedDriver& driver, Url url, const EngineOptions& options) {
    dialects::Registration registration = dialects::find_dialect(url.dialect);
    registration.driver = &driver;
    return Engine{std::make_shared<Engine::Core>(std::move(url), options, registration)};
}

}  // namespace azoth::testing
