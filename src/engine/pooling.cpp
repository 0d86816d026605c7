// SPDX-License-Identifier: MIT
#include "engine/core.hpp"

namespace azoth {

std::unique_ptr<drivers::Connection> Engine::Core::connect_driver() {
    return driver.connect({.url = connection_url,
                           .connect_timeout_milliseconds = options.connect_timeout_milliseconds,
                           .query_timeout_milliseconds = options.query_timeout_milliseconds,
                           .read_only = options.read_only});
}

engine::PooledConnection Engine::Core::open() {
    if (is_memory) {
        std::call_once(anchor_once_, [this] { anchor_ = connect_driver(); });
    }
    auto connection = connect_driver();
    for (const std::string& sql : dialect.on_connect()) {
        connection->run_script(sql);
    }
    ++connections;
    return {std::move(connection), std::make_shared<engine::StatementCache>(options.statement_cache_size)};
}

engine::PooledConnection Engine::Core::acquire() {
    {
        const std::lock_guard lock{idle_mutex_};
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    return open();
}

void Engine::Core::release(engine::PooledConnection connection, bool is_reusable) noexcept {
    if (is_reusable && connection.connection->is_usable()) {
        const std::lock_guard lock{idle_mutex_};
        idle_.push_back(std::move(connection));
    }
}

void Engine::Core::dispose_idle() noexcept {
    const std::lock_guard lock{idle_mutex_};
    idle_.clear();
}

void Engine::dispose() const {
    core_->dispose_idle();
}

}  // namespace azoth
