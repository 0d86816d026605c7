// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/compare/filter.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azoth {

class Connection;
class MetaData;

namespace migrate {

/// What a project says to the environment program beyond azoth.toml: `configure(Environment&)` in
/// env.cpp is called before revisions are run and before models are compared.
struct Environment {
    /// What was given on the command line.
    std::string name{};                                    ///< `-n`
    std::vector<std::pair<std::string, std::string>> x{};  ///< `-x key=value`
    std::string tag{};                                     ///< `--tag`

    /// Which tables autogenerate and `check` look at. What azoth.toml says is there already.
    TableFilter filter{};
    /// The same for tables that a pattern cannot tell; nothing: all that the filter accepts. Asked
    /// for the tables of the models and of the database alike.
    std::function<bool(const schema::Table& table)> include_table{};

    /// The value behind `key=` of `-x`; empty when it was not given.
    [[nodiscard]] std::string_view argument(std::string_view key) const noexcept;
};

/// A revision file inside the program, so that it needs no file where it runs: SQL ones to be run,
/// C++ ones for their checksum.
struct EmbeddedRevision {
    std::string_view path{};
    std::string_view text{};
};

/// Keeps revisions that are inside a program, for as long as it runs: in the environment program,
/// and in every other one that is linked with its revisions. Made by the build, in static storage,
/// as are the texts.
class EmbeddedRevisions {
public:
    explicit EmbeddedRevisions(std::span<const EmbeddedRevision> revisions) noexcept;
};

/// What the environment program was built from; its main() is generated.
struct EnvironmentProgram {
    void (*configure)(Environment& environment) = nullptr;  ///< null without env.cpp
    const MetaData& (*target)() = nullptr;                  ///< null: models are not linked
    std::span<const EmbeddedRevision> revisions{};  ///< empty: revisions are read from their files
    std::string_view config{};  ///< text of azoth.toml; empty: read from its file
};

/// The environment program: accepts every command of `azoth`, with the revisions it is linked with.
/// Never throws; the result is for main() to return.
[[nodiscard]] int run_environment(int argument_count,
                                  const char* const* arguments,
                                  const EnvironmentProgram& program);

}  // namespace migrate
}  // namespace azoth
