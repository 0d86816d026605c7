// SPDX-License-Identifier: MIT
#include "migrate/compare/rename_order.hpp"

#include <algorithm>

namespace azoth::migrate {
namespace {

class Ordering {
public:
    Ordering(std::vector<NameChange> changes, std::vector<std::string> names)
        : pending_{std::move(changes)}, names_{std::move(names)} {}

    std::vector<NameChange> run() {
        while (!pending_.empty()) {
            const auto next = std::ranges::find_if(
                pending_, [&](const NameChange& one) { return !is_taken(one.to); });
            if (next == pending_.end()) {
                move_aside(pending_.front().to);
                continue;
            }
            rename(*next);
            pending_.erase(next);
        }
        return std::move(result_);
    }

private:
    [[nodiscard]] bool is_taken(const std::string& name) const {
        return std::ranges::find(names_, name) != names_.end();
    }

    void rename(const NameChange& change) {
        std::ranges::replace(names_, change.from, change.to);
        result_.push_back(change);
    }

    /// A name that is still wanted is no good one to step aside to.
    [[nodiscard]] std::string free_name(const std::string& name) const {
        const auto is_wanted = [&](const std::string& one) {
            return std::ranges::find(pending_, one, &NameChange::to) != pending_.end();
        };
        std::string result = name + "_old";
        while (is_taken(result) || is_wanted(result)) {
            result += "_old";
        }
        return result;
    }

    void move_aside(const std::string& name) {
        const NameChange aside{name, free_name(name)};
        rename(aside);
        for (NameChange& one : pending_) {
            if (one.from == aside.from) {
                one.from = aside.to;
            }
        }
    }

    std::vector<NameChange> pending_;
    std::vector<std::string> names_;
    std::vector<NameChange> result_{};
};

}  // namespace

std::vector<NameChange> in_free_order(std::vector<NameChange> changes,
                                      std::vector<std::string> names) {
    return Ordering{std::move(changes), std::move(names)}.run();
}

}  // namespace azoth::migrate
