// SPDX-License-Identifier: MIT
#pragma once

#include "testing/script.hpp"

namespace azoth::testing {

/// Passes on to the connection behind what the script does not answer.
class ScriptedConnection final : public drivers::Connection {
public:
    ScriptedConnection(ScriptedDriver::Script& script,
                       std::unique_ptr<drivers::Connection> behind) noexcept
        : script_(script), behind_(std::move(behind)) {}

    [[nodiscard]] std::unique_ptr<drivers::Statement> prepare(std::string_view sql) override;
    void run_script(std::string_view sql) override;
    void defer(std::string_view sql) override;
    void flush_deferred() override;
    bool drop_deferred() noexcept override;
    void cancel() noexcept override;
    void set_query_timeout(std::int64_t milliseconds) override;
    [[nodiscard]] bool ping() noexcept override;
    [[nodiscard]] bool is_usable() const noexcept override;
    [[nodiscard]] bool in_transaction() const noexcept override;
    [[nodiscard]] drivers::ServerVersion server_version() const override;
    [[nodiscard]] const drivers::Traffic& traffic() const noexcept override;
    [[nodiscard]] void* native_handle() noexcept override;

    /// Counts a step of a statement of this connection.
    void step(std::string_view what, std::string_view sql, std::string_view more = {});
    [[nodiscard]] ScriptedDriver::Script& script() noexcept { return script_; }
    [[nodiscard]] drivers::Traffic& own_traffic() noexcept { return traffic_; }

private:
    void forget_transaction() noexcept;
    void follow_transaction(std::string_view sql) noexcept;

    ScriptedDriver::Script& script_;
    std::unique_ptr<drivers::Connection> behind_;
    drivers::Traffic traffic_{};
    bool is_lost_ = false;
    bool in_transaction_ = false;
};

}  // namespace azoth::testing
