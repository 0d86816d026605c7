// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/column.hpp>

#include <span>

namespace azoth::schema {

/// One label of an Enum that is called otherwise afterwards; rows that hold it follow.
struct RenamedLabel {
    std::string from{};
    std::string to{};
    friend bool operator==(const RenamedLabel&, const RenamedLabel&) = default;
};

/// The labels of the column's Enum, and those in its default, one after the other.
void rename_labels(Column& column, std::span<const RenamedLabel> labels);

}  // namespace azoth::schema
