// SPDX-License-Identifier: MIT
#include <azoth/dialects/registry.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <deque>
#include <mutex>
#include <shared_mutex>

namespace azoth::dialects {

namespace {

struct Registry {
    std::shared_mutex mutex{};
    std::deque<Registration> entries{};  // addresses stay
};

Registry& registry() {
    static Registry instance;
    return instance;
}

const Registration* find(const Registry& known, std::string_view scheme) {
    const auto found = std::ranges::find(known.entries, scheme, &Registration::scheme);
    return found == known.entries.end() ? nullptr : &*found;
}

}  // namespace

void register_dialect(const Registration& registration) {
    auto& known = registry();
    const std::unique_lock lock{known.mutex};
    if (find(known, registration.scheme) == nullptr) {
        known.entries.push_back(registration);
    }
}

const Registration& find_dialect(std::string_view scheme) {
    auto& known = registry();
    {
        const std::shared_lock lock{known.mutex};
        if (const auto* found = find(known, scheme)) {
            return *found;
        }
    }
    const auto schemes = known_schemes();
    if (schemes.empty()) {
        throw ArgumentError{
            "unknown-scheme",
            "cannot find a database for the URL scheme " + text_utility::quoted(scheme) +
                ": this program was linked with none; link the component of the database"};
    }
    const std::string nearest = text_utility::did_you_mean(scheme, schemes);
    const bool is_near = nearest.starts_with("; did you mean");
    throw ArgumentError{
        "unknown-scheme",
        "cannot find a database for the URL scheme " + text_utility::quoted(scheme) +
            ": this program knows " + text_utility::join(schemes, ", ") +
            (is_near ? nearest : "; correct the URL, or link the component of that database")};
}

std::vector<std::string> known_schemes() {
    auto& known = registry();
    const std::shared_lock lock{known.mutex};
    std::vector<std::string> schemes;
    for (const auto& entry : known.entries) {
        schemes.emplace_back(entry.scheme);
    }
    std::ranges::sort(schemes);
    return schemes;
}

}  // namespace azoth::dialects
