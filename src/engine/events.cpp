// SPDX-License-Identifier: MIT
#include "engine/core.hpp"

#include "base/escape.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace azoth {

// -- [5, 'ed']
std::string engine::shown_parameters(std::span<const Value> parameters) {
    std::string text = " -- [";
    for (const Value& parameter : parameters) {
        text += (&parameter == parameters.data() ? "" : ", ") + parameter.to_string();
    }
    return text + ']';
}

namespace {

std::string log_line(const StatementEvent& event, const EngineOptions& options) {
    std::string line{event.sql};
    if (!event.parameters.empty() && options.show_parameters) {
        line += engine::shown_parameters(event.parameters);
    } else if (!event.parameters.empty()) {
        line += " -- [" + std::to_string(event.parameters.size()) + " parameters, not shown]";
    }
    if (!event.error.empty()) {
        line += " -- failed";
    }
    return line;
}

}  // namespace

void Engine::Core::report(const StatementEvent& event) const {
    if (options.echo) {
        const std::string line = escape::terminal(log_line(event, options));
        if (options.log) {
            options.log(line);
        } else {
            spdlog::info("{}", line);
        }
    }
    const std::shared_lock lock{listener_mutex_};
    for (const auto& [number, listener] : listeners_) {
        listener(event);
    }
}

std::size_t Engine::Core::add_listener(StatementListener listener) {
    const std::unique_lock lock{listener_mutex_};
    listeners_.emplace_back(next_listener_, std::move(listener));
    ++watchers_;
    return next_listener_++;
}

void Engine::Core::remove_listener(std::size_t listener) noexcept {
    const std::unique_lock lock{listener_mutex_};
    if (std::erase_if(listeners_, [&](const auto& entry) { return entry.first == listener; }) > 0) {
        --watchers_;
    }
}

}  // namespace azoth
