// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operations.hpp>

#include <source_location>

namespace azoth {
namespace migration {
inline namespace v1 {

/// Ids of revisions: `{}`, `{"1975ea83b712"}`, `{"a1", "b2"}`.
class RevisionIds {
public:
    // Out of line, so that no revision file is compiled with them.
    RevisionIds() noexcept;
    RevisionIds(std::initializer_list<std::string_view> ids);
    RevisionIds(std::string_view id);
    RevisionIds(const char* id);
    RevisionIds(const RevisionIds& other);
    RevisionIds(RevisionIds&& other) noexcept;
    RevisionIds& operator=(const RevisionIds& other);
    RevisionIds& operator=(RevisionIds&& other) noexcept;
    ~RevisionIds();

    [[nodiscard]] const std::vector<std::string>& values() const noexcept { return ids_; }

private:
    std::vector<std::string> ids_{};
};

/// The head lines of a revision.
struct RevisionHead {
    std::string id{};
    RevisionIds down{};  ///< what it follows: nothing for the first, several for a merge
    std::string message{};
    std::string created{};
    RevisionIds depends_on{};
    RevisionIds branch_labels{};
    bool transactional = true;  ///< may run inside a transaction
};

using Step = void (*)(Operations& op);

/// Adds itself to the revisions this program is linked with, and stays there: keep it in static
/// storage.
class Revision {
public:
    Revision(const RevisionHead& head,
             Step upgrade_step,
             Step downgrade_step,
             const std::source_location& place = std::source_location::current());
    Revision(const Revision&) = delete;
    Revision& operator=(const Revision&) = delete;
    ~Revision();

    [[nodiscard]] const RevisionHead& head() const noexcept { return head_; }
    [[nodiscard]] Step upgrade() const noexcept { return upgrade_; }
    [[nodiscard]] Step downgrade() const noexcept { return downgrade_; }
    [[nodiscard]] const char* file() const noexcept { return file_; }

private:
    RevisionHead head_;
    Step upgrade_;
    Step downgrade_;
    const char* file_;
};

}  // namespace v1
}  // namespace migration

using migration::Revision;

namespace migrate {

/// The revisions this program is linked with, by id. Any thread.
[[nodiscard]] std::vector<const migration::Revision*> linked_revisions();

/// An SQL revision inside the program, so that it needs no file where it runs.
struct EmbeddedSqlRevision {
    std::string_view text{};
    std::string_view path{};
};
/// What the build of an environment program adds: text and path must live for ever. The same file
/// counts once. Any thread.
void embed_sql_revision(const EmbeddedSqlRevision& revision);
[[nodiscard]] std::vector<EmbeddedSqlRevision> embedded_sql_revisions();

/// The file of a C++ revision, for its checksum. Text and path must live for ever. Any thread.
struct EmbeddedCppFile {
    std::string_view text{};
    std::string_view path{};
};
void embed_cpp_file(const EmbeddedCppFile& file);

/// The checksum of a linked revision's file when the program was built; empty when the build did
/// not say it.
void set_linked_checksum(std::string_view id, std::string_view checksum);
[[nodiscard]] std::string linked_checksum(std::string_view id);

}  // namespace migrate
}  // namespace azoth
