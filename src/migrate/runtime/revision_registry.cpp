// SPDX-License-Identifier: MIT
#include <azoth/migrate/runtime/revision_registry.hpp>

#include <algorithm>
#include <mutex>

namespace azoth {
namespace {

/// Made at first use: revisions register while static objects are being constructed, in any order.
struct Registry {
    std::mutex mutex{};
    std::vector<const migration::Revision*> revisions{};

    static Registry& instance() {
        static Registry registry;
        return registry;
    }
};

}  // namespace

namespace migration {
inline namespace v1 {

Revision::Revision(RevisionHead head,
                   Step upgrade_step,
                   Step downgrade_step,
                   const std::source_location& place)
    : head_{std::move(head)},
      upgrade_{upgrade_step},
      downgrade_{downgrade_step},
      file_{place.file_name()} {
    Registry& registry = Registry::instance();
    const std::lock_guard lock{registry.mutex};
    registry.revisions.push_back(this);
}

}  // namespace v1
}  // namespace migration

namespace migrate {

std::vector<const migration::Revision*> linked_revisions() {
    Registry& registry = Registry::instance();
    std::vector<const migration::Revision*> result;
    {
        const std::lock_guard lock{registry.mutex};
        result = registry.revisions;
    }
    std::ranges::sort(result, {}, [](const migration::Revision* one) { return one->head().id; });
    return result;
}

}  // namespace migrate
}  // namespace azoth
