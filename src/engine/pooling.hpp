// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/pool/pool.hpp>

namespace azoth::engine {

/// How an engine's pool comes to its connections.
class EngineConnector final : public pool::Connector {
public:
    explicit EngineConnector(Engine::Core& core) noexcept : core_(core) {}
    [[nodiscard]] std::unique_ptr<drivers::Connection> open() override;
    void reset(pool::PooledConnection& pooled) override;

private:
    Engine::Core& core_;
};

}  // namespace azoth::engine
