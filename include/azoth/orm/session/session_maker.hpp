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

    /// Runs `work(Session&)` in a session of its own: commits when it returns, rolls back when it
    /// throws, closes in any case. Gives what it returns.
    template <class Work>
    auto begin(Work&& work) const {
        Session session{engine_, options_};
        if constexpr (std::is_void_v<decltype(work(session))>) {
            work(session);
            session.commit();
        } else {
            auto result = work(session);
            session.commit();
            return result;
        }
    }

    [[nodiscard]] const Engine& engine() const noexcept { return engine_; }

private:
    Engine engine_;
    SessionOptions options_;
};

}  // namespace azoth
