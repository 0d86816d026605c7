// SPDX-License-Identifier: MIT
#include "engine/pooling.hpp"

#include "engine/core.hpp"

namespace azoth {

namespace engine {

std::unique_ptr<drivers::Connection> EngineConnector::open() {
    return core_.open();
}

void EngineConnector::reset(pool::PooledConnection& pooled) {
    if (core_.options.pool.reset) {
        pooled.connection->run_script(core_.dialect.rollback());
    }
}

}  // namespace engine

std::unique_ptr<drivers::Connection> Engine::Core::connect_driver() {
    return driver.connect({.url = connection_url,
                           .connect_timeout_milliseconds = options.connect_timeout_milliseconds,
                           .query_timeout_milliseconds = options.query_timeout_milliseconds,
                           .read_only = options.read_only,
                           .values = options.show_parameters ? drivers::ValuesInErrors::Shown
                                                             : drivers::ValuesInErrors::Hidden,
                           .new_file = options.new_file,
                           .stored_form = options.stored_form});
}

std::unique_ptr<drivers::Connection> Engine::Core::open() {
    if (is_memory) {
        std::call_once(anchor_once_, [this] { anchor_ = connect_driver(); });
    }
    auto connection = connect_driver();
    for (const std::string& sql : dialect.on_connect()) {
        connection->run_script(sql);
    }
    ++connections;
    return connection;
}

pool::Lease Engine::Core::acquire() {
    pool::Lease lease = pool_.acquire();
    lease->connection->set_query_timeout(options.query_timeout_milliseconds);
    if (lease->attachment == nullptr) {
        lease->attachment = std::make_shared<engine::StatementCache>(options.statement_cache_size);
    }
    return lease;
}

void Engine::dispose() const {
    core_->dispose_idle();
}

}  // namespace azoth
