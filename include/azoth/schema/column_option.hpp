// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/column.hpp>
#include <azoth/schema/constraint.hpp>

#include <string_view>

namespace azoth {
namespace schema {

/// What an option of a column says. `column("name", type, options…)` of tables and revisions and
/// `column(&User::name, options…)` of mapped structs share them.
enum class ColumnOptionKind : std::uint8_t {
    PrimaryKey,
    NotNull,
    Unique,         ///< a unique constraint over this column alone
    Indexed,        ///< an index over this column alone
    Autoincrement,  ///< an integer key that the database numbers
    Required,       ///< mapped structs: an unset member is refused before it reaches the database
    Transient,      ///< mapped structs: the member is no column
    Name,           ///< `text`: the column's name, where it is not the member's
    Type,           ///< `type`
    ServerDefault,  ///< `text`: SQL
    Default,        ///< `value`: put in by the program when the member is unset
    Comment,        ///< `text`
    RenamedFrom,    ///< `text`: the name before
    Computed,       ///< `text`: SQL; `generated`
    Identity,       ///< `identity`
    ForeignKey,     ///< `foreign_key`; or `target` and `target_offset` in place of its table and
                    ///< column
};

/// An option that is its kind and nothing else. Objects of it are the words `primary_key`, `unique`
/// and so on.
struct ColumnFlag {
    ColumnOptionKind kind;
};

/// `comment("…")`: of a column, or of a table.
struct Comment {
    std::string text{};
};

/// `renamed_from("…")`: of a column, or of a table. Only migrations look at it.
struct RenamedFrom {
    std::string text{};
};

/// An option as plain data: the kind says which of the other members count.
struct ColumnOption {
    explicit ColumnOption(ColumnOptionKind option_kind);
    ColumnOption(ColumnFlag flag);
    ColumnOption(const SqlType& column_type);
    ColumnOption(Comment comment);
    ColumnOption(RenamedFrom name);
    ColumnOption(const ColumnOption&);
    ColumnOption(ColumnOption&&) noexcept;
    ColumnOption& operator=(const ColumnOption&);
    ColumnOption& operator=(ColumnOption&&) noexcept;
    ~ColumnOption();

    ColumnOptionKind kind;
    Generated generated = Generated::No;
    schema::Identity identity = schema::Identity::No;
    std::string text{};
    SqlType type{};
    Value value{};
    ForeignKey foreign_key{};
    /// Foreign key to a member of a mapped struct: the slot of that struct, and the member's offset
    /// in it.
    const void* target = nullptr;
    std::size_t target_offset = 0;
};

/// Writes what a `Type`, `NotNull`, `ServerDefault`… option says into a column. Those that concern
/// the table (`Unique`, `Indexed`, `ForeignKey`) or the struct (`Required`, `Transient`, `Default`)
/// change nothing.
void apply(Column& column, const ColumnOption& option);

}  // namespace schema

inline constexpr schema::ColumnFlag primary_key{schema::ColumnOptionKind::PrimaryKey};
inline constexpr schema::ColumnFlag not_null{schema::ColumnOptionKind::NotNull};
inline constexpr schema::ColumnFlag unique{schema::ColumnOptionKind::Unique};
inline constexpr schema::ColumnFlag indexed{schema::ColumnOptionKind::Indexed};
inline constexpr schema::ColumnFlag autoincrement{schema::ColumnOptionKind::Autoincrement};
inline constexpr schema::ColumnFlag required{schema::ColumnOptionKind::Required};
inline constexpr schema::ColumnFlag transient{schema::ColumnOptionKind::Transient};

/// The column's name in the database, where it is not the member's.
[[nodiscard]] schema::ColumnOption column_name(std::string_view name);
/// DEFAULT as SQL text: `server_default("now()")`, `server_default("0")`,
/// `server_default("'new'")`. Column and table are refused (`empty-sql`) where it is empty.
[[nodiscard]] schema::ColumnOption server_default(std::string_view sql);
/// DEFAULT as a text: `default_text("it's")` is `DEFAULT 'it''s'`.
[[nodiscard]] schema::ColumnOption default_text(std::string_view text);
/// A value that the program puts in when the member is unset; no DEFAULT in the database.
[[nodiscard]] schema::ColumnOption default_(Value value);
template <class Computed>
    requires(!std::convertible_to<const Computed&, Value>)
[[nodiscard]] schema::ColumnOption default_(const Computed&) {
    constexpr bool is_value = sizeof(Computed) == 0;
    static_assert(is_value,
                  "azoth: default_() takes a number, a text or a Value; what is computed for each "
                  "object goes into the member's initialiser");
    return default_(Value{});
}
[[nodiscard]] schema::ColumnOption computed(
    std::string_view sql, schema::Generated generated = schema::Generated::Stored);
[[nodiscard]] schema::ColumnOption identity(schema::Identity kind = schema::Identity::ByDefault);
/// REFERENCES: `foreign_key("user_account.id", OnDelete::Cascade)`; `schema.table.column` names
/// another schema. Without a dot it is refused where the column is added to a table
/// (`bad-foreign-key-target`), not here: mappings are made before `main`.
[[nodiscard]] schema::ColumnOption foreign_key(std::string_view target,
                                               OnDelete on_delete = OnDelete::NoAction,
                                               OnUpdate on_update = OnUpdate::NoAction,
                                               Deferrable deferrable = Deferrable::No);
[[nodiscard]] schema::Comment comment(std::string_view text);
[[nodiscard]] schema::RenamedFrom renamed_from(std::string_view name);

}  // namespace azoth
