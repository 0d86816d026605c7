// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/file_name.hpp>
#include <azoth/migrate/revision/revision_info.hpp>
#include <azoth/migrate/revision/script_directory.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// `[build]`: how the environment program comes to be. Paths are absolute.
struct BuildConfig {
    std::vector<std::string> include{};    ///< include directories
    std::vector<std::string> libraries{};  ///< files, or names for `-l`
    std::vector<std::string> flags{};
    std::string compile_commands{};  ///< file that include directories and flags are taken from
    std::string program{};           ///< an environment program that something else builds
    std::string command{};           ///< command that builds `program`
    std::string compiler{};
    std::vector<std::string> cmake_args{};
};

/// `[autogenerate]`
struct AutogenerateConfig {
    /// Patterns over `table` or `schema.table`, with `*` and `?`; nothing to include means all.
    std::vector<std::string> include{};
    std::vector<std::string> exclude{};
};

/// `[hooks]`
struct HooksConfig {
    /// Commands run for each revision file that was written; `{file}` stands for its path.
    std::vector<std::string> after_write{};
};

/// `[scratch]`
struct ScratchConfig {
    std::string url{};  ///< as written, see Config::scratch_url()
};

/// `[safety]`
struct SafetyConfig {
    bool production = false;               ///< no scratch database may ever be made on this server
    std::optional<double> lock_timeout{};  ///< seconds
};

/// What azoth.toml says, with the table `[env.NAME]` laid over it where `-n NAME` was given.
struct Config {
    std::string path{};    ///< the file, absolute
    std::string folder{};  ///< its folder: relative paths in it start here
    std::string environment{};

    bool is_built_in = false;  ///< the text was built into the program: there is no file

    std::string url{};       ///< as written, see database_url()
    std::string url_file{};  ///< file whose first line is the URL
    std::string script_location{};
    std::vector<std::string> version_locations{};  ///< folders of revision files, at least one
    bool recursive_version_locations = false;  ///< and the folders in them; so too when the file
                                               ///< template has a `/`
    std::vector<std::string> models{};
    std::string metadata = "Base.metadata";  ///< the expression that gives the models' MetaData
    std::string file_template{default_file_template};
    std::string timezone{};  ///< IANA name; empty for local time
    RevisionFormat format = RevisionFormat::Cpp;
    std::size_t truncate_slug_length = default_slug_length;

    BuildConfig build{};
    AutogenerateConfig autogenerate{};
    HooksConfig hooks{};
    ScratchConfig scratch{};
    SafetyConfig safety{};

    /// The URL with `${VARIABLE}` and `${VARIABLE:-default}` replaced; asked for late, so that
    /// commands that need no database need no variable either. Throws MigrationError
    /// `no-database-url`, `unset-variable`, `file-unreadable`.
    [[nodiscard]] std::string database_url() const;
    /// Empty when there is none. Throws MigrationError `unset-variable`.
    [[nodiscard]] std::string scratch_url() const;
    /// `[build]` with variables replaced. Throws MigrationError `unset-variable`.
    [[nodiscard]] BuildConfig expanded_build() const;
    /// Folders are descended into when the file template makes some.
    [[nodiscard]] Recursion recursion() const;
};

/// `-c FILE`, else the variable AZOTH_CONFIG, else azoth.toml in `start` or the nearest folder
/// above it. Absolute. Throws MigrationError `config-not-found`.
[[nodiscard]] std::string find_config(std::string_view given, std::string_view start);

/// Throws MigrationError with file and line: `config-syntax`, `unknown-config-key`, `config-value`,
/// `unknown-environment`, `invalid-file-template`.
[[nodiscard]] Config load_config(const std::string& path, std::string_view environment = {});

/// The same from text; `path` is what messages name and relative paths start from.
[[nodiscard]] Config parse_config(std::string_view text,
                                  const std::string& path,
                                  std::string_view environment = {});

/// Replaces `${VARIABLE}` and `${VARIABLE:-default}`; `$${` stands for `${`. `key` says in an error
/// where the text stands; the text itself may be secret and is not shown. Throws MigrationError
/// `unset-variable`.
[[nodiscard]] std::string expand_variables(std::string_view text, std::string_view key);

/// `-x key=value`, in the order given; a part without `=` has an empty value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_x_arguments(
    const std::vector<std::string>& arguments);

}  // namespace azoth::migrate
