// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

struct InitResult {
    std::vector<std::string> created{};  ///< folders (with a slash behind them) and files, in order
    std::vector<std::string> kept{};     ///< files that were there already
};

/// Makes a migrations folder, and azoth.toml at `config_path` unless there is one.
/// Throws MigrationError: `folder-not-empty`, `unknown-template`, `file-not-written`; then nothing
/// that it made is left.
[[nodiscard]] InitResult init_project(const std::string& folder,
                                      std::string_view template_name,
                                      const std::string& config_path);

/// What `azoth init` prints.
[[nodiscard]] std::string init_text(const InitResult& result);

/// What `azoth list-templates` prints.
[[nodiscard]] std::string list_templates_text();

}  // namespace azoth::migrate
