// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/schema/table.hpp>

#include <span>

namespace azoth::migrate {

/// The tables of a live database in the default schema and in those given.
[[nodiscard]] std::vector<schema::Table> reflect_tables(const Engine& engine,
                                                        std::span<const std::string> schemas = {});

}  // namespace azoth::migrate
