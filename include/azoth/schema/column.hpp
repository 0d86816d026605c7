// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/sql_type.hpp>

#include <optional>

namespace azoth::schema {

enum class Generated : std::uint8_t { No, Stored, Virtual };

/// GENERATED … AS IDENTITY, where the database has it.
enum class Identity : std::uint8_t { No, ByDefault, Always };

/// What rows that are there get when a column without a default of its own is added: SQL text,
/// empty where nobody said. Only migrations look at it, and it tells no columns apart.
struct InitialValue {
    std::string sql{};

    friend bool operator==(const InitialValue&, const InitialValue&) noexcept { return true; }
};

/// How the program writes times into a column, where the database keeps them as text. No part of
/// the schema: any two are equal.
struct StoredAs {
    std::optional<StoredForm> form{};  ///< nothing: the engine's
    friend constexpr bool operator==(const StoredAs&, const StoredAs&) noexcept { return true; }
};

/// A column as plain data.
struct Column {
    std::string name{};
    SqlType type{};
    bool nullable = true;
    bool primary_key = false;  ///< also listed, in order, in the table's primary key
    bool autoincrement =
        false;  ///< an integer key the database numbers (SERIAL, AUTO_INCREMENT, rowid)
    Identity identity = Identity::No;
    std::optional<std::string> server_default{};  ///< SQL text: `0`, `'x'`, `now()`
    std::optional<std::string> computed{};        ///< SQL text of a generated column
    Generated generated = Generated::No;
    std::string comment{};
    StoredAs stored_as{};
    std::string renamed_from{};  ///< what the column was called before; only migrations look at it
    InitialValue initial{};

    friend bool operator==(const Column&, const Column&) = default;
};

}  // namespace azoth::schema
