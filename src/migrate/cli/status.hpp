// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/command/history.hpp"

#include <azoth/engine/engine.hpp>
#include <azoth/migrate/runtime/history.hpp>
#include <azoth/migrate/runtime/revision_library.hpp>
#include <azoth/migrate/runtime/run.hpp>

#include <string>
#include <vector>

namespace azoth::migrate {

/// Where a database is, what is pending, who ran what and when.
struct Status {
    std::string url{};  ///< as it may be shown
    std::vector<std::string> rows{};
    std::vector<std::string> pending{};  ///< ids, in the order in which they would be applied
    std::vector<std::string> edited{};   ///< applied revisions whose file is not what it was
    std::optional<UnfinishedRevision> unfinished{};
    std::vector<HistoryEntry> runs{};  ///< oldest first
};

/// Changes nothing. Throws as current() and upgrade_path() do.
[[nodiscard]] Status read_status(const Engine& engine, const RevisionLibrary& library);

[[nodiscard]] std::string status_text(const Status& status,
                                      const RevisionLibrary& library,
                                      Detail detail);
[[nodiscard]] std::string status_json(const Status& status);

}  // namespace azoth::migrate
