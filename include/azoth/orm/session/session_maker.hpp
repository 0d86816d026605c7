// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm/session/session.hpp>

namespace azoth {

/// Makes sessions that are alike: `SessionMaker make_session{engine, {.autoflush = false}};`. May
/// be shared by threads.
class SessionMaker {
public:
    explicit SessionMaker(Engine engine, const SessionOptions& options = {}) noexcept
        : engine_(std::move(engine)), options_(options) {}

    [[nodiscard]] Session operator()() const { return Session{engine_, options_}; }

    /// Runs `work(Session&)` in a session of its own whose transaction writes: commits when it
    /// returns, rolls back when it throws, closes in any case. Gives what it returns. See
    /// `Engine::begin`.
    template <class Work>
    auto begin(Work&& work) const {
        return begin(options_.access == Access::Default ? Access::ReadWrite : options_.access,
                     work);
    }
    /// `begin(read_only, work)`: waits for no writer; its transaction refuses to write.
    template <class Work>
    auto begin(Access access, Work&& work) const {
        SessionOptions options = options_;
        options.access = access;
        Session session{engine_, options};
        if constexpr (std::is_void_v<decltype(work(session))>) {
            work(session);
            session.commit();
        } else {
            auto result = work(session);
            session.commit();
            return result;
        }
    }

    /// Runs work again, after a pause, when its transaction was given up in favour of another one;
    /// see `Engine::retry`. `work(Session&)` runs in `begin`, each time in a new session; `work()`
    /// makes its sessions by itself.
    template <class Work>
    auto retry(const RetryOptions& options, Work&& work) const {
        return engine::retry(options, engine_.retry_turn(), [&] {
            if constexpr (std::is_invocable_v<Work&, Session&>) {
                return begin(work);
            } else {
                return work();
            }
        });
    }
    template <class Work>
    auto retry(Work&& work) const {
        return retry(RetryOptions{}, work);
    }

    [[nodiscard]] const Engine& engine() const noexcept { return engine_; }

private:
    Engine engine_;
    SessionOptions options_;
};

}  // namespace azoth
