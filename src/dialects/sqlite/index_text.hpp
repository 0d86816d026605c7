// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/constraint.hpp>

#include <string_view>

namespace azoth::dialects::sqlite {

/// An element of CREATE INDEX as it is written.
struct IndexPartText {
    std::string expression{};  ///< without collation and order
    std::string name{};        ///< what a single word or quoted name spells, or empty
    std::string collation{};
    schema::SortOrder order = schema::SortOrder::Ascending;
};

struct IndexText {
    std::vector<IndexPartText> parts{};
    std::string where{};
    bool unique = false;
};

[[nodiscard]] IndexText parse_create_index(std::string_view sql);

/// The query of CREATE VIEW. A list of column names is folded into it.
[[nodiscard]] std::string parse_create_view(std::string_view sql);

}  // namespace azoth::dialects::sqlite
