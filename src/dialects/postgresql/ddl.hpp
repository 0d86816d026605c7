// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/ddl/ddl.hpp>

namespace azoth::dialects::postgresql {

using Sql = std::vector<std::string>;

/// `name VARCHAR(30) COLLATE "C" DEFAULT 'x' NOT NULL`; an autoincrement column is a SERIAL.
[[nodiscard]] std::string column_definition(const schema::Column& column,
                                            const ddl::TableName& table);
/// ` COLLATE "de_DE.utf8"`, or nothing. A collation outside the search path has its name with
/// schema and quotes:
/// `"auth"."german"`.
[[nodiscard]] std::string collate_clause(const SqlType& type);
[[nodiscard]] std::string unique_clause(const schema::UniqueConstraint& constraint);
[[nodiscard]] std::string foreign_key_clause(const schema::ForeignKey& key);
[[nodiscard]] std::string comment_on_column(const ddl::TableName& table,
                                            const schema::Column& column);
[[nodiscard]] std::string comment_on_table(const ddl::TableName& table, std::string_view comment);
[[nodiscard]] Sql create_table(const ddl::CreateTable& statement);
[[nodiscard]] std::string create_index(const ddl::CreateIndex& statement);
[[nodiscard]] Sql alter_column(const ddl::AlterColumn& statement);
/// ` USING a::integer` where ALTER COLUMN TYPE would miss an assignment cast, otherwise nothing: an
/// explicit cast would cut texts that are too long instead of failing. Throws CompileError
/// (`no-cast`) where the server has no cast at all, so that only the caller can say what becomes of
/// the values.
[[nodiscard]] std::string cast_clause(const ddl::AlterColumn& statement,
                                      const std::string& column,
                                      const std::string& type);

/// The type that a column's Enum needs, made unless it is there with the same labels; nothing for
/// other types.
void append_create_enum(Sql& statements, const SqlType& type, std::string_view schema);
/// Fails when a type of that name is there with other labels, so that a stale type is never taken
/// for the new one.
[[nodiscard]] std::string create_enum_if_missing(const SqlType& type, std::string_view schema);
[[nodiscard]] std::string create_enum(const SqlType& type, std::string_view schema);
/// Does nothing while something uses the type.
[[nodiscard]] std::string drop_enum_if_unused(std::string_view name, std::string_view schema);
/// Gives labels other names, each unless that was done for another column of the type.
void append_rename_labels(Sql& statements, const ddl::AlterColumn& statement);
/// Changes the labels of the type that a column uses: added in place where that does, otherwise the
/// type is made anew.
void append_change_enum(Sql& statements, const ddl::AlterColumn& statement);
/// True where labels were only added, the default stays, and no label is used before the
/// transaction ends, so that ALTER TYPE … ADD VALUE does.
[[nodiscard]] bool adds_labels_in_place(const ddl::AlterColumn& statement);
/// One DO block that makes the type anew, unless it has the labels already: several columns may
/// share a type, and each asks for the change. Every column of the type follows, in whatever table.
/// What rests on them is taken down and put back: views with their rights, comments, rules and
/// triggers, policies, triggers, foreign keys, checks, indexes and statistics; what cannot be
/// (generated columns, functions) refuses.
[[nodiscard]] std::string remake_enum(const ddl::AlterColumn& statement);

/// A block's text in dollar quotes; a longer tag where the text contains the short one.
[[nodiscard]] std::string do_block(const std::string& body);
/// A condition: the type that a text literal names has other labels than these.
[[nodiscard]] std::string labels_differ(const std::string& reference, const SqlType& type);

}  // namespace azoth::dialects::postgresql
