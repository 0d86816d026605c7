// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>

#include <span>

namespace azoth::migrate {

/// Which tables a comparison looks at: patterns over `name` or `schema.name`, with `*`, `?` and
/// `[…]` as in a shell. Nothing to include means all. The tables of azoth and Alembic themselves
/// are never looked at.
struct TableFilter {
    std::vector<std::string> include{};
    std::vector<std::string> exclude{};

    [[nodiscard]] bool accepts(const schema::Table& table) const;
    [[nodiscard]] std::vector<schema::Table> select(std::span<const schema::Table> tables) const;
};

/// `alembic_version`, `azoth_history`, `azoth_lock`.
[[nodiscard]] bool is_own_table(std::string_view name) noexcept;

}  // namespace azoth::migrate
