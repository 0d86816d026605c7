// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/runtime/offline.hpp>

#include <span>
#include <string>

/// What `--sql` prints; nothing is sent.
namespace azoth::migrate {

/// `range` is a target, from the base, or `start:target`. Throws as upgrade_script().
[[nodiscard]] std::string upgrade_sql(const dialects::Dialect& dialect,
                                      const RevisionLibrary& library,
                                      const std::string& range,
                                      RunTransaction transaction);

/// Throws MigrationError (`offline-range`) without a start, and as downgrade_script().
[[nodiscard]] std::string downgrade_sql(const dialects::Dialect& dialect,
                                        const RevisionLibrary& library,
                                        const std::string& range,
                                        RunTransaction transaction);

/// The statements on the version table; each target may be `start:target`.
[[nodiscard]] std::string stamp_sql(const RevisionLibrary& library,
                                    std::span<const std::string> targets);

[[nodiscard]] std::string ensure_version_sql();

}  // namespace azoth::migrate
