// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/cli/options.hpp"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace azoth::migrate {

/// What a parsed positional begins with when the user wrote `-1`: the parser takes a dash for an
/// option.
inline constexpr char negative_mark = '\x01';

/// One slot for each command: the parser fills in the options of the one that was named.
struct CommandSlots {
    GlobalOptions global{};
    InitOptions init{};
    ListTemplatesOptions list_templates{};
    RevisionOptions revision{};
    MergeOptions merge{};
    UpgradeOptions upgrade{};
    DowngradeOptions downgrade{};
    CurrentOptions current{};
    HistoryOptions history{};
    HeadsOptions heads{};
    BranchesOptions branches{};
    ShowOptions show{};
    StampOptions stamp{};
    CheckOptions check{};
    EnsureVersionOptions ensure_version{};
    StatusOptions status{};
    ResumeOptions resume{};

    Command chosen{};
    RenameOptions renames{};
};

/// Tells the parser about the global options and about every command. `slots` must outlive `app`.
void define_commands(CLI::App& app, CommandSlots& slots);

}  // namespace azoth::migrate
