// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/runtime/revision_library.hpp>

#include "migrate/revision/read_file.hpp"

namespace azoth::migrate {
namespace {

using text_utility::quoted;

RevisionInfo info_of(const migration::Revision& revision) {
    const migration::RevisionHead& head = revision.head();
    return {.id = head.id,
            .down = head.down.values(),
            .depends_on = head.depends_on.values(),
            .branch_labels = head.branch_labels.values(),
            .message = head.message,
            .created = head.created,
            .path = revision.file(),
            .format = RevisionFormat::Cpp,
            .transactional = head.transactional};
}

RunnableRevision runnable(const migration::Revision& revision) {
    return {.info = info_of(revision),
            .checksum = linked_checksum(revision.head().id),
            .upgrade = revision.upgrade(),
            .downgrade = revision.downgrade()};
}

RunnableRevision runnable_sql(std::string_view text, std::string_view path) {
    auto sql = std::make_shared<SqlRevision>(parse_sql_revision(text, path));
    return {.info = sql->info,
            .checksum = token_hash(text, RevisionFormat::Sql),
            .sql = std::move(sql)};
}

std::vector<RevisionInfo> infos_of(const std::vector<RunnableRevision>& revisions) {
    std::vector<RevisionInfo> infos;
    for (const RunnableRevision& one : revisions) {
        infos.push_back(one.info);
    }
    return infos;
}

RunnableRevision find_linked(const RevisionFile& file) {
    for (const migration::Revision* one : linked_revisions()) {
        if (one->head().id == file.info.id) {
            RunnableRevision result = runnable(*one);
            result.info = file.info;
            result.checksum = file.checksum;
            return result;
        }
    }
    throw MigrationError{"revision-not-linked",
                         "cannot use revision " + quoted(file.info.id) + " (" + file.info.path +
                             "): this program was built without it; build it again"};
}

}  // namespace

RevisionLibrary::RevisionLibrary(std::vector<RunnableRevision> revisions)
    : revisions_{std::move(revisions)}, graph_{infos_of(revisions_)} {}

const RunnableRevision* RevisionLibrary::find(std::string_view id) const {
    const std::optional<RevisionIndex> index = graph_.find(id);
    return index ? &revisions_[*index] : nullptr;
}

RevisionLibrary linked_library() {
    std::vector<RunnableRevision> revisions;
    for (const migration::Revision* one : linked_revisions()) {
        revisions.push_back(runnable(*one));
    }
    for (const EmbeddedSqlRevision& one : embedded_sql_revisions()) {
        revisions.push_back(runnable_sql(one.text, one.path));
    }
    return RevisionLibrary{std::move(revisions)};
}

RevisionLibrary library_of(std::span<const RevisionFile> files) {
    std::vector<RunnableRevision> revisions;
    for (const RevisionFile& file : files) {
        revisions.push_back(file.info.format == RevisionFormat::Sql
                                ? runnable_sql(read_file(file.info.path), file.info.path)
                                : find_linked(file));
    }
    return RevisionLibrary{std::move(revisions)};
}

void take_steps(const RunnableRevision& revision, Direction direction, OperationSink& sink) {
    if (revision.sql == nullptr) {
        Operations op{sink};
        (direction == Direction::Upgrade ? revision.upgrade : revision.downgrade)(op);
        return;
    }
    const SqlSection* section = revision.sql->find(direction, sink.dialect());
    if (section == nullptr) {
        const std::string_view word = direction == Direction::Upgrade ? "upgrade" : "downgrade";
        throw MigrationError{"no-sql-section",
                             "cannot run the " + std::string{word} + " of revision " +
                                 quoted(revision.info.id) + " (" + revision.info.path +
                                 "): it has no section for " + std::string{sink.dialect()} +
                                 "; add a line \"-- azoth: " + std::string{word} +
                                 "\" with the statements below it"};
    }
    sink.add(operations::Execute{section->text, {}});
}

}  // namespace azoth::migrate
