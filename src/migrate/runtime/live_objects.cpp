// SPDX-License-Identifier: MIT
#include "migrate/runtime/live_objects.hpp"

#include <azoth/base/text.hpp>

#include <map>
#include <utility>

namespace azoth::migrate {

namespace {

using dialects::LiveObject;
using ByName = std::map<std::pair<std::string, std::string>, const LiveObject*>;

ByName by_name(std::span<const LiveObject> objects) {
    ByName result;
    for (const LiveObject& object : objects) {
        result.emplace(std::pair{object.kind, object.name}, &object);
    }
    return result;
}

}  // namespace

ObjectDifference difference_of(std::span<const LiveObject> before,
                               std::span<const LiveObject> after) {
    const ByName old = by_name(before);
    const ByName now = by_name(after);
    ObjectDifference result;
    for (const LiveObject& object : before) {
        const auto found = now.find({object.kind, object.name});
        if (found == now.end()) {
            result.missing.push_back(object);
        } else if (found->second->definition != object.definition) {
            result.changed.push_back(object);
        }
    }
    for (const LiveObject& object : after) {
        if (!old.contains({object.kind, object.name})) {
            result.added.push_back(object);
        }
    }
    return result;
}

std::string describe(const LiveObject& object) {
    return object.kind + " " + text_utility::quoted(object.name);
}

std::vector<std::string> describe(std::span<const LiveObject> objects) {
    std::vector<std::string> result;
    for (const LiveObject& object : objects) {
        result.push_back(describe(object));
    }
    return result;
}

}  // namespace azoth::migrate
