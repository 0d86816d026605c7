// SPDX-License-Identifier: MIT
#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/catalog.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/in_use.hpp"
#include "dialects/sqlite/shadow.hpp"
#include "dialects/sqlite/table_draft.hpp"
#include "dialects/sqlite/tokenizer.hpp"
#include "dialects/sqlite/trigger_probe.hpp"
#include "dialects/sqlite/virtual_table.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>
#include <iterator>

/// https://www.sqlite.org/lang_altertable.html#otheralter: make a new table, copy the rows, drop
/// the old one, rename.
namespace azoth::dialects::sqlite {

namespace {

using Sql = std::vector<std::string>;
using Changes = std::span<const ddl::Statement>;
using text_utility::quoted;

constexpr std::string_view working_prefix = "_azoth_new_";

bool is_rename(const ddl::Statement& change) {
    return std::holds_alternative<ddl::RenameColumn>(change) ||
           std::holds_alternative<ddl::RenameTable>(change);
}

/// Dropping a table that others refer to deletes their rows (ON DELETE CASCADE) while foreign keys
/// are enforced.
void require_unenforced_foreign_keys(const Query& query, const ddl::TableName& table) {
    const auto rows = query("PRAGMA foreign_keys", {});
    if (!rows.empty() && rows[0][0].as_integer() != 0) {
        throw InvalidRequestError{
            "foreign-keys-enforced",
            "cannot rebuild table " + quoted(table.name) +
                ": foreign keys are enforced, and dropping the old table would delete or change "
                "rows that refer to it; run the steps of rebuild_protocol() around the rebuild"};
    }
}

std::vector<SchemaObject> objects_of(const std::vector<SchemaObject>& all,
                                     const ddl::TableName& table) {
    std::vector<SchemaObject> own;
    std::ranges::copy_if(all, std::back_inserter(own), [&](const SchemaObject& object) {
        return is_same_name(object.table, table.name) && object.type != "view" &&
               !object.sql.empty();
    });
    const auto is_table = [](const SchemaObject& object) { return object.type == "table"; };
    if (std::ranges::none_of(own, is_table)) {
        std::vector<std::string> known;
        for (const auto& object : all) {
            if (is_table(object)) {
                known.push_back(object.name);
            }
        }
        throw ArgumentError{"unknown-table",
                            "cannot rebuild table " + quoted(table.name) +
                                ": there is none of that name" +
                                text_utility::did_you_mean(table.name, known)};
    }
    return own;
}

/// `OLD.a` names a, not OLD.
bool names_column(std::string_view sql, std::string_view column) {
    const auto tokens = tokenize(sql);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool is_owner = i + 1 < tokens.size() && is_symbol(tokens[i + 1], '.');
        if (!is_owner && is_same_name(name_of(tokens[i]), column)) {
            return true;
        }
    }
    return false;
}

/// `"a"` is a text for SQLite where there is no column a: nothing fails, and the meaning is
/// another.
bool becomes_text(std::string_view sql, std::string_view column) {
    return std::ranges::any_of(tokenize(sql), [&](const Token& token) {
        return token.text.front() == '"' && is_same_name(name_of(token), column);
    });
}

/// A statement that fails where the object does not work.
struct Probe {
    std::string sql{};
    const SchemaObject* object = nullptr;
};

/// Statements that make one table anew.
class Rebuild {
public:
    Rebuild(const Query& query, const ddl::TableName& table) : query_(query), table_(table) {
        const auto all = schema_objects(query, table.schema);
        own_ = objects_of(all, table);
        readers_ = readers_of(all, table.name);
        std::ranges::copy_if(all, std::back_inserter(views_), [&](const SchemaObject& object) {
            return object.type == "view" && mentions(object.sql, table.name);
        });
        std::ranges::copy_if(all, std::back_inserter(triggers_), [&](const SchemaObject& object) {
            return object.type == "trigger" && mentions(object.sql, table.name);
        });
    }

    Sql run(Changes changes) {
        for (const auto& change : changes) {
            if (const auto* drop = std::get_if<ddl::DropColumn>(&change)) {
                refuse_readers(readers_, *drop);
            }
        }
        if (can_drop_in_place(changes)) {
            for (const auto& change : changes) {
                append(dialect().ddl(change));
            }
            return std::move(statements_);
        }
        TableDraft draft{table_, own_};
        for (const auto& change : changes) {
            draft.apply(change);
        }
        require_kept_rowids(draft);
        append({draft.create_as(full(new_name()))});
        copy_rows(draft);
        copy_sequence(draft);
        append({"DROP TABLE " + full(table_.name)});
        rename();
        append(draft.indexes());
        append(draft.triggers());
        const auto probes = working_probes();
        refuse_users(changes, probes);
        for (const auto& probe : probes) {
            append({probe.sql});
        }
        return std::move(statements_);
    }

private:
    void append(const Sql& statements) {
        statements_.insert(statements_.end(), statements.begin(), statements.end());
    }

    std::string new_name() const { return std::string{working_prefix} + table_.name; }
    std::string full(std::string_view name) const {
        return dialect().table_name(name, table_.schema);
    }

    /// https://www.sqlite.org/lang_altertable.html#altertabdropcol: only columns that nothing else
    /// mentions.
    bool can_drop_in_place(Changes changes) const {
        const bool only_drops = std::ranges::all_of(changes, [](const auto& change) {
            return std::holds_alternative<ddl::DropColumn>(change);
        });
        return only_drops && std::ranges::all_of(changes, [&](const auto& change) {
                   return is_free(std::get<ddl::DropColumn>(change).column);
               });
    }

    bool is_free(std::string_view column) const {
        TableText text;
        for (const auto& object : own_) {
            if (object.type == "table") {
                text = parse_create_table(object.sql);
            } else if (mentions(object.sql, column)) {
                return false;
            }
        }
        const auto uses = [&](const Clause& clause) { return mentions(clause.body, column); };
        for (const auto& one : text.columns) {
            const bool is_it = is_same_name(one.name, column);
            const bool hinders = std::ranges::any_of(one.clauses, [&](const Clause& clause) {
                return is_it ? clause.kind != ClauseKind::NotNull &&
                                   clause.kind != ClauseKind::Default &&
                                   clause.kind != ClauseKind::Collate
                             : uses(clause);
            });
            if (hinders) {
                return false;
            }
        }
        if (text.find_column(column) == nullptr || follows_comma_in_comment(text, column)) {
            return false;
        }
        const auto is_used_in = [&](const SchemaObject& object) {
            return mentions(object.sql, column);
        };
        return std::ranges::none_of(text.clauses, uses) &&
               std::ranges::none_of(views_, is_used_in) &&
               std::ranges::none_of(triggers_, is_used_in);
    }

    /// SQLite looks for the comma before the last column in the text as it is, comments included.
    bool follows_comma_in_comment(const TableText& text, std::string_view column) const {
        if (!is_same_name(text.columns.back().name, column)) {
            return false;
        }
        const auto table =
            std::ranges::find(own_, std::string_view{"table"}, [](const SchemaObject& object) {
                return std::string_view{object.type};
            });
        const auto tokens = tokenize(table->sql);
        const auto at = std::ranges::find(tokens, text.columns.back().begin, &Token::begin);
        const auto end = (at - 1)->end();
        return table->sql.substr(end, at->begin - end).find(',') != std::string::npos;
    }

    static std::string rowid_column_of(const TableDraft& draft) {
        std::vector<const ColumnText*> columns;
        for (const auto& column : draft.columns()) {
            columns.push_back(&column.text);
        }
        return rowid_column(columns, draft.clauses());
    }

    static std::string rowid_column_of(const TableText& table) {
        std::vector<const ColumnText*> columns;
        for (const auto& column : table.columns) {
            columns.push_back(&column);
        }
        return rowid_column(columns, table.clauses);
    }

    /// A column that becomes the rowid numbers the rows anew, and who refers to them by it would
    /// find others.
    void require_kept_rowids(const TableDraft& draft) const {
        const auto after = rowid_column_of(draft);
        if (!readers_.empty() && !after.empty() && rowid_column_of(draft.written()) != after) {
            refuse_table_in_use("number the rows of", table_.name, readers_.front());
        }
    }

    /// Where the number of a row is no column of the new table it is copied as such: full-text
    /// indexes may refer to it.
    static std::string hidden_rowid(const TableDraft& draft) {
        if (draft.written().without_rowid || !rowid_column_of(draft).empty()) {
            return {};
        }
        for (const std::string_view name :
             std::array<std::string_view, 3>{"rowid", "_rowid_", "oid"}) {
            const bool is_taken = draft.written().find_column(name) != nullptr ||
                                  std::ranges::any_of(draft.columns(), [&](const auto& column) {
                                      return is_same_name(column.text.name, name);
                                  });
            if (!is_taken) {
                return std::string{name};
            }
        }
        return {};
    }

    /// Rows that do not fit are an error, whatever the table says of rows to come.
    static std::string insert_words(const TableDraft& draft) {
        const auto has_conflict = [](const Clause& clause) { return !clause.conflict.empty(); };
        const bool is_special = std::ranges::any_of(draft.clauses(), has_conflict) ||
                                std::ranges::any_of(draft.columns(), [&](const auto& column) {
                                    return std::ranges::any_of(column.text.clauses, has_conflict);
                                });
        return is_special ? "INSERT OR ABORT INTO " : "INSERT INTO ";
    }

    void copy_rows(const TableDraft& draft) {
        std::string targets = hidden_rowid(draft);
        std::string sources = targets;
        for (const auto& column : draft.columns()) {
            if (!column.source.empty()) {
                targets += (targets.empty() ? "" : ", ") + column.text.written_name;
                sources += (sources.empty() ? "" : ", ") + column.source;
            }
        }
        if (!sources.empty()) {
            append({insert_words(draft) + full(new_name()) + " (" + targets + ") SELECT " +
                    sources + " FROM " + full(table_.name)});
        }
    }

    /// Numbers of deleted rows are not given again.
    void copy_sequence(const TableDraft& draft) {
        const bool had_one =
            std::ranges::any_of(draft.written().columns,
                                [](const auto& column) {
                                    const auto* key = column.find(ClauseKind::PrimaryKey);
                                    return key != nullptr && key->autoincrement;
                                }) ||
            std::ranges::any_of(draft.written().clauses,
                                [](const auto& clause) { return clause.autoincrement; });
        if (!had_one || !draft.has_autoincrement()) {
            return;
        }
        const auto sequence = full("sqlite_sequence");
        const auto name = sql_text::string_literal(new_name());
        append({"DELETE FROM " + sequence + " WHERE name = " + name,
                "INSERT INTO " + sequence + " (name, seq) SELECT " + name + ", seq FROM " +
                    sequence + " WHERE name = " + sql_text::string_literal(table_.name)});
    }

    /// With legacy_alter_table, views and triggers that name the table stay as they are, though it
    /// is missing while the new one has not got its name yet.
    void rename() {
        append(
            {"PRAGMA legacy_alter_table = ON",
             "ALTER TABLE " + full(new_name()) + " RENAME TO " + dialect().identifier(table_.name),
             "PRAGMA legacy_alter_table = OFF"});
    }

    /// A view that worked before and does not any more fails here, inside the transaction, not when
    /// it is next used. The same for the triggers of other tables; those of this one are looked at
    /// when a column goes.
    std::vector<Probe> working_probes() const {
        std::vector<Probe> probes;
        for (const auto& view : views_) {
            probes.push_back({"SELECT 0 FROM " + full(view.name) + " LIMIT 0", &view});
        }
        for (const auto& trigger : triggers_) {
            if (!is_same_name(trigger.table, table_.name)) {
                probes.push_back({trigger_probe(trigger, table_.schema, query_), &trigger});
            }
        }
        std::erase_if(probes, [&](const Probe& probe) {
            return probe.sql.empty() || !works(query_, probe.sql);
        });
        return probes;
    }

    /// What reads a column that goes is named before anything is sent: the steps are tried on a
    /// copy in memory.
    void refuse_users(Changes changes, const std::vector<Probe>& probes) const {
        for (const auto& change : changes) {
            const auto* drop = std::get_if<ddl::DropColumn>(&change);
            for (const auto& probe : probes) {
                if (drop != nullptr && names_column(probe.object->sql, drop->column) &&
                    (becomes_text(probe.object->sql, drop->column) || is_broken_by_steps(probe))) {
                    refuse_column_in_use(
                        "drop",
                        table_.name,
                        drop->column,
                        "the " + probe.object->type + ' ' + quoted(probe.object->name) + " uses it",
                        "drop or change the " + probe.object->type + " first");
                }
            }
        }
    }

    bool is_broken_by_steps(const Probe& probe) const {
        Shadow shadow{query_, table_.schema};
        if (!works(shadow.query(), probe.sql)) {
            return false;
        }
        try {
            shadow.run(statements_);
        } catch (const DatabaseError&) {
            return false;
        }
        return !works(shadow.query(), probe.sql);
    }

    static bool works(const Query& query, const std::string& probe) {
        try {
            (void)query(probe, {});
            return true;
        } catch (const DatabaseError&) {
            return false;
        }
    }

    const Query& query_;
    ddl::TableName table_;
    std::vector<SchemaObject> own_{};
    std::vector<SchemaObject> readers_{};
    std::vector<SchemaObject> views_{};
    std::vector<SchemaObject> triggers_{};
    Sql statements_{};
};

/// How many changes from the front are of the same sort: renames, or what one rebuild does.
std::size_t length_of_run(Changes changes) {
    const bool kind = is_rename(changes.front());
    const auto end = std::ranges::find_if(
        changes, [&](const auto& change) { return is_rename(change) != kind; });
    return static_cast<std::size_t>(end - changes.begin());
}

Sql native(const Query& query, Changes changes, ddl::TableName& table) {
    Sql statements;
    for (const auto& change : changes) {
        const auto sql = dialect().live_ddl(query, change);
        statements.insert(statements.end(), sql.begin(), sql.end());
        if (const auto* rename = std::get_if<ddl::RenameTable>(&change)) {
            table.name = rename->new_name;
        }
    }
    return statements;
}

}  // namespace

/// Renames are left to SQLite, which carries them into indexes, triggers, views and foreign keys.
/// What follows a rename is planned against a copy of the schema in memory in which it has
/// happened.
std::vector<std::string> SqliteDialect::rebuild(const Query& query,
                                                const ddl::TableName& table,
                                                std::span<const ddl::Statement> changes) const {
    require_unenforced_foreign_keys(query, table);
    Sql statements;
    auto current = table;
    std::optional<Shadow> shadow;
    while (!changes.empty()) {
        const auto run = changes.first(length_of_run(changes));
        changes = changes.subspan(run.size());
        auto query_now = shadow ? shadow->query() : query;
        const auto sql = is_rename(run.front()) ? native(query_now, run, current)
                                                : Rebuild{query_now, current}.run(run);
        statements.insert(statements.end(), sql.begin(), sql.end());
        if (!changes.empty()) {
            if (!shadow) {
                shadow.emplace(query, current.schema);
            }
            shadow->run(sql);
        }
    }
    return statements;
}

RebuildProtocol SqliteDialect::rebuild_protocol() const {
    return {.before_transaction = {"PRAGMA foreign_keys = OFF"},
            .check = "SELECT \"table\", rowid, parent, fkid FROM pragma_foreign_key_check",
            .after_transaction = {"PRAGMA legacy_alter_table = OFF", "PRAGMA foreign_keys = ON"},
            .working_prefix = std::string{working_prefix}};
}

}  // namespace azoth::dialects::sqlite
