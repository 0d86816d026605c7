// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/runtime/run.hpp>
#include <nlohmann/json_fwd.hpp>

#include <string>

namespace azoth::migrate {

/// `  1975ea83b712 -> 27c6a30d7c24, add a column`
[[nodiscard]] std::string step_text(const MigrationStep& step, const RevisionInfo& revision);
/// `  <base> -> 1975ea83b712`
[[nodiscard]] std::string stamp_text(const RunReport& report);
[[nodiscard]] std::string nothing_to_do_text(const RunReport& report);
/// What `--json` prints for upgrade, downgrade and stamp.
[[nodiscard]] nlohmann::ordered_json report_json(const RunReport& report);

}  // namespace azoth::migrate
