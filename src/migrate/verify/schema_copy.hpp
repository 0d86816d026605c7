// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/live_schema.hpp>
#include <azoth/engine/engine.hpp>

/// The whole schema of a live database, as the server itself says it, made anew elsewhere.
namespace azoth::migrate {

/// The statements that make it: what the database's own program prints, where it is installed and
/// not older than the server, else what the catalogues say. Empty where the tables as azoth models
/// them are all that can be copied.
[[nodiscard]] std::vector<std::string> copy_of_schema(const Engine& live);
/// Sends them to an empty database. What is refused is left out, as objects_of() shows then.
void make_copy(const Engine& scratch, const std::vector<std::string>& statements);
/// Each once more as long as others succeed: nobody knows in which order they need each other.
void run_in_any_order(const Engine& engine, std::vector<std::string> statements);

[[nodiscard]] std::vector<dialects::LiveObject> objects_of(const Engine& engine);

}  // namespace azoth::migrate
