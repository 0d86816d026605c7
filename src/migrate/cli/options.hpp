// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/revision_info.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What each command can be told, as plain data. Made by parse_arguments(), read by the handlers.
namespace azoth::migrate {

struct GlobalOptions {
    std::string config{};          ///< -c
    std::string environment{};     ///< -n
    std::vector<std::string> x{};  ///< -x key=value, see parse_x_arguments()
    std::string url{};             ///< --url, instead of the one in azoth.toml
    bool json = false;
    bool quiet = false;
    bool yes = false;  ///< questions are answered with yes
};

/// `--rename a.b=a.c` and `--no-rename a.b=a.c`: a table, or a column of one.
struct RenameOptions {
    std::vector<std::string> accepted{};
    std::vector<std::string> declined{};
};

struct InitOptions {
    std::string folder{};
    std::string template_name = "generic";
};

struct ListTemplatesOptions {};

struct RevisionOptions {
    std::string message{};
    bool autogenerate = false;
    bool adopt = false;
    std::string head = "head";
    bool splice = false;
    std::vector<std::string> branch_labels{};
    std::vector<std::string> depends_on{};
    std::string version_path{};
    std::string rev_id{};
    std::optional<RevisionFormat> format{};  ///< nothing: as azoth.toml says
    RenameOptions renames{};
    bool verify = true;   ///< false for --no-verify
    bool scratch = true;  ///< false for --no-scratch
};

struct MergeOptions {
    std::vector<std::string> revisions{};
    std::string message{};
    std::vector<std::string> branch_labels{};
    std::string rev_id{};
    bool splice = false;
};

struct UpgradeOptions {
    std::string revision{};
    bool sql = false;
    std::string tag{};
    bool allow_edited = false;
    bool single_transaction = false;
    std::optional<double> lock_timeout{};  ///< seconds
};

struct DowngradeOptions {
    std::string revision{};
    bool sql = false;
    std::string tag{};
    bool allow_edited = false;
    bool single_transaction = false;
    std::optional<double> lock_timeout{};
};

struct CurrentOptions {
    bool verbose = false;
    bool check_heads = false;
};

struct HistoryOptions {
    std::string range{};
    bool verbose = false;
    bool indicate_current = false;
};

struct HeadsOptions {
    bool verbose = false;
    bool resolve_dependencies = false;
};

struct BranchesOptions {
    bool verbose = false;
};

struct ShowOptions {
    std::string revision{};
};

struct ResumeOptions {
    bool done = false;
    bool not_done = false;
    std::string tag{};
    std::optional<double> lock_timeout{};
};

struct StampOptions {
    std::vector<std::string> revisions{};
    bool sql = false;
    std::string tag{};
    bool purge = false;
    std::optional<double> lock_timeout{};
};

struct CheckOptions {
    RenameOptions renames{};
    bool scratch = true;
};

struct EnsureVersionOptions {
    bool sql = false;
};

struct StatusOptions {
    bool verbose = false;
};

using Command = std::variant<InitOptions,
                             ListTemplatesOptions,
                             RevisionOptions,
                             MergeOptions,
                             UpgradeOptions,
                             DowngradeOptions,
                             CurrentOptions,
                             HistoryOptions,
                             HeadsOptions,
                             BranchesOptions,
                             ShowOptions,
                             StampOptions,
                             CheckOptions,
                             EnsureVersionOptions,
                             StatusOptions,
                             ResumeOptions>;

struct Arguments {
    GlobalOptions global{};
    Command command{};
};

}  // namespace azoth::migrate
