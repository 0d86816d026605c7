// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>

#include <memory>
#include <string>
#include <vector>

namespace azoth::testing {

/// What a statement of a script gives.
struct ScriptedAnswer {
    std::vector<std::string> columns{};
    std::vector<std::vector<Value>> rows{};
    std::int64_t affected_rows = 0;
};

enum class ScriptedFailure : std::uint8_t {
    Refused,         ///< OperationalError (`scripted-failure`); the connection stays usable
    ConnectionLost,  ///< ConnectionLost (`scripted-failure`); its connection is dead from then on
};

/// A driver that answers from a script, fails where it is told to, and counts: what a program does
/// when its third statement fails can be tried without a server.
///
/// A *step* is a call that may fail: connecting, preparing, executing, reading a row, running a
/// script, deferring and sending what was deferred. Steps count from 1. Statements that the script
/// does not answer go to the driver behind, if there is one; otherwise they succeed and give no
/// rows. Any thread may use it. It must outlive the engines made with it.
class ScriptedDriver final : public drivers::Driver {
public:
    /// Everything is answered from the script.
    ScriptedDriver();
    /// Stands before the driver that is registered for the scheme, such as `sqlite`: it only counts
    /// and fails, unless it is given answers. Throws ArgumentError (`unknown-scheme`).
    explicit ScriptedDriver(std::string_view scheme);
    ScriptedDriver(const ScriptedDriver&) = delete;
    ScriptedDriver& operator=(const ScriptedDriver&) = delete;
    ~ScriptedDriver() override;

    /// What the statement with exactly this text gives. Several answers to one text are given one
    /// after the other; the last one stays.
    void answer(std::string_view sql, ScriptedAnswer answer);
    /// That step, counted from the last `restart`, fails: once.
    void fail_at(std::uint64_t step, ScriptedFailure failure = ScriptedFailure::Refused);
    /// Steps count from 1 again; failures to come and the log are forgotten, answers are kept.
    void restart();

    [[nodiscard]] std::uint64_t steps() const;
    /// One line for each step: `execute SELECT 1 [2, 'x']`.
    [[nodiscard]] std::vector<std::string> log() const;

    [[nodiscard]] std::string_view name() const noexcept override;
    [[nodiscard]] std::unique_ptr<drivers::Connection> connect(
        const drivers::ConnectOptions& options) override;

    struct Script;

private:
    std::unique_ptr<Script> script_;
};

/// An engine whose dialect is that of the URL's scheme, and whose driver is this one.
[[nodiscard]] Engine create_scripted_engine(ScriptedDriver& driver,
                                            std::string_view url,
                                            const EngineOptions& options = {});
[[nodiscard]] Engine create_scripted_engine(ScriptedDriver& driver,
                                            Url url,
                                            const EngineOptions& options = {});

}  // namespace azoth::testing
