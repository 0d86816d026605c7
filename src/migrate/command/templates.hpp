// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace azoth::migrate {

/// One file of a project template. `{{name}}` in it is replaced by the name of the migrations
/// folder.
struct TemplateFile {
    std::string_view name{};  ///< inside the migrations folder
    std::string_view text{};
};

/// What `azoth init --template NAME` writes.
struct ProjectTemplate {
    std::string_view name{};
    std::string_view summary{};
    std::string_view config{};  ///< azoth.toml
    std::span<const TemplateFile> files{};
};

[[nodiscard]] std::span<const ProjectTemplate> project_templates();

/// Used where the project has no revision.cpp.mustache or revision.sql.mustache of its own.
[[nodiscard]] std::string_view cpp_revision_template();
[[nodiscard]] std::string_view sql_revision_template();

}  // namespace azoth::migrate
