// SPDX-License-Identifier: MIT
#include <azoth/migrate/runtime/revision_registry.hpp>

#include <azoth/migrate/revision/script_directory.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace azoth {
namespace {

/// Made at first use: revisions register while static objects are being constructed, in any order.
struct Registry {
    std::mutex mutex{};
    std::vector<const migration::Revision*> revisions{};
    std::vector<migrate::EmbeddedSqlRevision> sql{};
    std::vector<migrate::EmbeddedCppFile> cpp{};  ///< that nobody asked for yet
    std::map<std::string, std::string, std::less<>> checksums{};

    static Registry& instance() {
        static Registry registry;
        return registry;
    }
};

}  // namespace

namespace migration {
inline namespace v1 {

RevisionIds::RevisionIds() noexcept = default;
RevisionIds::RevisionIds(std::initializer_list<std::string_view> ids)
    : ids_(ids.begin(), ids.end()) {}
RevisionIds::RevisionIds(std::string_view id) : ids_{std::string{id}} {}
RevisionIds::RevisionIds(const char* id) : ids_{std::string{id}} {}
RevisionIds::RevisionIds(const RevisionIds& other) = default;
RevisionIds::RevisionIds(RevisionIds&& other) noexcept = default;
RevisionIds& RevisionIds::operator=(const RevisionIds& other) = default;
RevisionIds& RevisionIds::operator=(RevisionIds&& other) noexcept = default;
RevisionIds::~RevisionIds() = default;

Revision::~Revision() = default;

Revision::Revision(const RevisionHead& head,
                   Step upgrade_step,
                   Step downgrade_step,
                   const std::source_location& place)
    : head_{head}, upgrade_{upgrade_step}, downgrade_{downgrade_step}, file_{place.file_name()} {
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

void embed_sql_revision(const EmbeddedSqlRevision& revision) {
    Registry& registry = Registry::instance();
    const std::lock_guard lock{registry.mutex};
    const auto is_same = [&](const EmbeddedSqlRevision& one) {
        return one.path == revision.path && one.text == revision.text;
    };
    if (std::ranges::none_of(registry.sql, is_same)) {
        registry.sql.push_back(revision);
    }
}

std::vector<EmbeddedSqlRevision> embedded_sql_revisions() {
    Registry& registry = Registry::instance();
    const std::lock_guard lock{registry.mutex};
    return registry.sql;
}

void embed_cpp_file(const EmbeddedCppFile& file) {
    Registry& registry = Registry::instance();
    const std::lock_guard lock{registry.mutex};
    registry.cpp.push_back(file);
}

void set_linked_checksum(std::string_view id, std::string_view checksum) {
    Registry& registry = Registry::instance();
    const std::lock_guard lock{registry.mutex};
    registry.checksums.insert_or_assign(std::string{id}, std::string{checksum});
}

std::string linked_checksum(std::string_view id) {
    Registry& registry = Registry::instance();
    const std::lock_guard lock{registry.mutex};
    for (const EmbeddedCppFile& file : std::exchange(registry.cpp, {})) {
        registry.checksums.insert_or_assign(parse_cpp_revision(file.text, file.path).id,
                                            token_hash(file.text, RevisionFormat::Cpp));
    }
    const auto found = registry.checksums.find(id);
    return found == registry.checksums.end() ? std::string{} : found->second;
}

}  // namespace migrate
}  // namespace azoth
