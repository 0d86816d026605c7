// SPDX-License-Identifier: MIT
#include "integration/migrate/foreign_schema.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "dialects/sqlite/canonical.hpp"
#include "dialects/sqlite/virtual_table.hpp"
#include "migrate/runtime/run_steps.hpp"

#include <fstream>
#include <sstream>

namespace azoth::test::foreign {

using dialects::sqlite::SchemaObject;
using namespace migrate;

namespace {

std::vector<SchemaObject> objects_of(const Engine& engine) {
    Connection connection = engine.connect();
    return dialects::sqlite::schema_objects(connection.query_callback(), "");
}

std::string quoted(const Engine& engine, const std::string& name) {
    return engine.dialect().identifier(name);
}

std::optional<Rows> try_read(const Engine& engine, const std::string& sql) {
    try {
        return read(engine, sql);
    } catch (const DatabaseError&) {
        return std::nullopt;
    }
}

void read_table(const Engine& engine, const schema::Table& table, Snapshot& snapshot) {
    const bool has_rowid = !table.option("sqlite_without_rowid");
    const std::string order = has_rowid ? "rowid" : quoted(engine, table.primary_key->columns[0]);
    for (const schema::Column& column : table.columns) {
        const std::string name = quoted(engine, column.name);
        if (auto rows = try_read(engine,
                                 "SELECT " + order + ", " + name + ", typeof(" + name + ") FROM " +
                                     quoted(engine, table.name) + " ORDER BY 1, 2")) {
            snapshot.columns[table.name + "." + column.name] = std::move(*rows);
        }
    }
}

/// What SQLite itself says of a table, whatever its text: columns, references, indexes.
void read_shape(const Engine& engine, const std::string& table, Snapshot& snapshot) {
    const std::string name = "('" + text_utility::replace_all(table, "'", "''") + "')";
    const std::string is_own = "iif(l.origin = 'c', l.name, '')";
    snapshot.shapes[table + " columns"] =
        read(engine,
             "SELECT lower(name), pk, iif(pk, 0, \"notnull\"), hidden FROM "
             "pragma_table_xinfo" +
                 name + " ORDER BY cid");
    snapshot.shapes[table + " references"] =
        read(engine,
             "SELECT lower(\"from\"), lower(\"table\"), lower(\"to\"), seq, on_update, on_delete, "
             "match FROM pragma_foreign_key_list" +
                 name + " ORDER BY 1, 2, 3, 4");
    snapshot.shapes[table + " indexes"] = read(
        engine,
        "SELECT " + is_own +
            ", l.\"unique\", l.origin, l.partial, (SELECT group_concat(coalesce(lower(x.name), "
            "x.cid) || ' ' || x.\"desc\" || ' ' || lower(x.coll), ', ') FROM pragma_index_xinfo(l.name) "
            "AS x WHERE x.key) FROM pragma_index_list" +
            name + " AS l ORDER BY 1, 2, 3, 4, 5");
}

void read_results(const Engine& engine, const SchemaObject& object, Snapshot& snapshot) {
    const std::string name = quoted(engine, object.name);
    if (object.type == "view") {
        if (auto rows = try_read(engine, "SELECT * FROM " + name)) {
            std::ranges::sort(*rows);
            snapshot.results[object.name] = std::move(*rows);
        }
    } else if (object.type == "virtual") {
        for (const std::string word : {"value", "1", "2"}) {
            if (auto rows = try_read(engine,
                                     "SELECT rowid, * FROM " + name + " WHERE " + name +
                                         " MATCH '" + word + "' ORDER BY 1")) {
                snapshot.results[object.name + " " + word] = std::move(*rows);
            }
        }
    }
}

template <class Values>
void add_differences(const Values& before,
                     const Values& after,
                     const std::set<std::string>& left_out,
                     std::string& lines) {
    for (const auto& [name, value] : before) {
        const auto found = after.find(name);
        if (left_out.contains(name)) {
            continue;
        }
        if (found == after.end()) {
            lines += "gone: " + name + "\n";
        } else if (found->second != value) {
            lines += "changed: " + name + "\n";
        }
    }
    for (const auto& [name, value] : after) {
        if (!before.contains(name) && !left_out.contains(name)) {
            lines += "new: " + name + "\n";
        }
    }
}

}  // namespace

Snapshot snapshot_of(const Engine& engine) {
    Snapshot snapshot;
    for (const SchemaObject& object : objects_of(engine)) {
        const std::string key = object.type + " " + object.name + " of " + object.table;
        snapshot.texts[key] = object.sql;
        snapshot.meanings[key] = object.sql.empty() ? "" : dialects::sqlite::canonical(object);
        read_results(engine, object, snapshot);
    }
    for (const schema::Table& table : reflect_tables(engine)) {
        read_table(engine, table, snapshot);
        read_shape(engine, table.name, snapshot);
    }
    return snapshot;
}

namespace {

bool has_text(const std::string& sql, const std::string& name) {
    return text_utility::lower_ascii(sql).find(text_utility::lower_ascii(name)) !=
           std::string::npos;
}

/// The words of a table's meaning, whatever their order.
std::string unordered(const std::string& meaning) {
    std::vector<std::string> words;
    std::stringstream text{meaning};
    for (std::string word; text >> word;) {
        words.push_back(word);
    }
    std::ranges::sort(words);
    return text_utility::join(words, " ");
}

/// Views over what is lost or reordered, and views over those: their results are not asked.
void leave_views_out(Snapshot& snapshot, std::set<std::string> names) {
    for (std::size_t known = 0; known != names.size();) {
        known = names.size();
        for (const auto& [key, text] : snapshot.texts) {
            const std::string name = key.substr(key.rfind(" of ") + 4);
            const bool has_one = std::ranges::any_of(
                names, [&](const auto& one) { return has_text(text, one); });
            if (key.starts_with("view ") && has_one) {
                names.insert(name);
                snapshot.results.erase(name);
            }
        }
    }
}

Snapshot without_order(Snapshot snapshot, const Allowed& allowed) {
    for (const std::string& table : allowed.reordered) {
        std::string& meaning = snapshot.meanings["table " + table + " of " + table];
        meaning = unordered(meaning);
        std::ranges::sort(snapshot.shapes[table + " columns"]);
    }
    std::set<std::string> tables = allowed.reordered;
    for (const std::string& column : allowed.lost) {
        tables.insert(column.substr(0, column.rfind('.')));
    }
    tables.erase("");
    leave_views_out(snapshot, std::move(tables));
    return snapshot;
}

std::set<std::string> objects_with(const Snapshot& snapshot, const std::set<std::string>& tables) {
    std::set<std::string> keys;
    for (const auto& [key, text] : snapshot.texts) {
        for (const std::string& table : tables) {
            if (key.ends_with(" of " + table) || has_text(text, table)) {
                keys.insert(key);
            }
        }
    }
    return keys;
}

}  // namespace

std::string difference(const Snapshot& before, const Snapshot& after, const Allowed& allowed) {
    std::string lines;
    const Snapshot old = without_order(before, allowed);
    const Snapshot now = without_order(after, allowed);
    add_differences(old.texts, now.texts, objects_with(before, allowed.changed), lines);
    add_differences(old.meanings, now.meanings, {}, lines);
    add_differences(old.shapes, now.shapes, {}, lines);
    add_differences(old.columns, now.columns, allowed.lost, lines);
    add_differences(old.results, now.results, allowed.lost, lines);
    return lines;
}

void fill(const Engine& engine) {
    const std::vector<schema::Table> tables = reflect_tables(engine);
    const auto insert = [&](const schema::Table& table, std::size_t number) {
        try {
            const auto unknown = number == 3 ? UnknownTypes::LeftOut : UnknownTypes::AsText;
            run(engine, generated_row(table, number, engine.dialect(), unknown));
            return true;
        } catch (const DatabaseError&) {
            return false;
        }
    };
    for (std::size_t number = 1; number <= 3; ++number) {
        std::vector<const schema::Table*> waiting;
        for (const schema::Table& table : tables) {
            waiting.push_back(&table);
        }
        while (std::erase_if(waiting, [&](const auto* table) { return insert(*table, number); }) >
               0) {
        }
    }
    for (const schema::Table& table : tables) {  // holes in the numbers of rows
        try {
            run(engine, "DELETE FROM " + quoted(engine, table.name) + " WHERE rowid = 2");
        } catch (const DatabaseError&) {
        }
    }
    for (const SchemaObject& object : objects_of(engine)) {
        const auto text = dialects::sqlite::parse_virtual_table(object.sql);
        if (object.type == "virtual" && !text.content.empty()) {
            const std::string name = quoted(engine, object.name);
            run(engine, "INSERT INTO " + name + "(" + name + ") VALUES('rebuild')");
        }
    }
}

void load(const Engine& engine, const std::string& path) {
    std::ifstream file{path};
    std::stringstream text;
    text << "PRAGMA foreign_keys = OFF;\n";
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with('.')) {
            text << line << '\n';
        }
    }
    run_outside(engine, text.str());
    run_outside(engine, "PRAGMA foreign_keys = ON");
}

std::string_view name_of(Change change) {
    switch (change) {
        case Change::Nothing:
            return "nothing";
        case Change::AddColumn:
            return "add column";
        case Change::AddFilledColumn:
            return "add NOT NULL column";
        case Change::DropColumn:
            return "drop column";
        case Change::AlterType:
            return "alter type";
        case Change::AlterNullable:
            return "alter nullable";
        case Change::AlterDefault:
            return "alter default";
        case Change::RenameColumn:
            return "rename column";
        case Change::AddUnique:
            return "add unique";
        case Change::AddCheck:
            return "add check";
        case Change::AddForeignKey:
            return "add foreign key";
        case Change::AddIndex:
            return "add index";
        case Change::DropTable:
            return "drop table";
        case Change::DropConstraints:
            return "drop constraints";
        case Change::DropIndexes:
            return "drop indexes";
        case Change::AlterCollation:
            return "alter collation";
        case Change::RenameTable:
            return "rename table";
    }
    return "";
}

namespace {

/// Columns that no key, constraint or generated column of their table contains, the last first.
std::vector<schema::Column*> free_columns(schema::Table& table) {
    std::vector<schema::Column*> result;
    for (std::size_t i = table.columns.size(); i-- > 0;) {
        schema::Column& column = table.columns[i];
        const auto has = [&](const auto& part) {
            return std::ranges::find(part.columns, column.name) != part.columns.end();
        };
        if (!column.primary_key && !column.computed && std::ranges::none_of(table.uniques, has) &&
            std::ranges::none_of(table.foreign_keys, has)) {
            result.push_back(&column);
        }
    }
    return result;
}

void remove_what_contains(schema::Table& table, const std::string& column) {
    std::erase_if(table.indexes, [&](const schema::Index& index) {
        return index.where.find(column) != std::string::npos ||
               std::ranges::any_of(index.elements, [&](const schema::IndexElement& element) {
                   return element.column == column ||
                          element.expression.find(column) != std::string::npos;
               });
    });
    std::erase_if(table.checks, [&](const schema::CheckConstraint& check) {
        return check.expression.find(column) != std::string::npos;
    });
}

SqlType other_type(const SqlType& type) {
    switch (type.kind) {
        case TypeKind::Text:
        case TypeKind::String: {
            SqlType longer = type;
            longer.kind = TypeKind::String;
            longer.length = 500;
            return longer;
        }
        case TypeKind::Integer:
            return BigInteger();
        case TypeKind::BigInteger:
            return Integer();
        default:
            return Text();
    }
}

/// Applies the change to one column that nothing else contains; false where there is none.
bool change_column(schema::Table& table, Change change, Allowed& allowed, std::size_t which) {
    const std::vector<schema::Column*> columns = free_columns(table);
    if (columns.empty() || table.columns.size() < 2) {
        return false;
    }
    schema::Column* column = columns[which % columns.size()];
    const std::string name = column->name;
    const std::string old_table = table.renamed_from.empty() ? table.name : table.renamed_from;
    const std::string old_name = column->renamed_from.empty() ? name : column->renamed_from;
    const std::string full_name = old_table + "." + old_name;
    if (change == Change::DropColumn) {
        allowed.lost.insert(full_name);
        allowed.reordered.insert(old_table);
        remove_what_contains(table, name);
        std::erase_if(table.columns, [&](const auto& one) { return one.name == name; });
    } else if (change == Change::AlterType) {
        const bool is_kept = column->type.kind == TypeKind::Text ||
                             column->type.kind == TypeKind::String ||
                             column->type.kind == TypeKind::Integer;
        column->type = other_type(column->type);
        if (!is_kept) {
            allowed.lost.insert(full_name);
        }
    } else if (change == Change::AlterNullable) {
        column->nullable = !column->nullable;
    } else if (change == Change::AlterDefault) {
        column->server_default = column->server_default ? std::nullopt : std::optional{"'x'"};
    } else if (change == Change::AlterCollation) {
        column->type.collation = column->type.collation.empty() ? "NOCASE" : "";
    } else {
        column->name = "azoth_renamed";
        column->renamed_from = old_name;
        for (auto& index : table.indexes) {
            index.where = text_utility::replace_all(index.where, name, column->name);
            for (auto& element : index.elements) {
                element.column = element.column == name ? column->name : element.column;
                element.expression =
                    text_utility::replace_all(element.expression, name, column->name);
            }
        }
        for (auto& check : table.checks) {
            check.expression = text_utility::replace_all(check.expression, name, column->name);
        }
        for (auto& one : table.columns) {
            if (one.computed) {
                one.computed = text_utility::replace_all(*one.computed, name, column->name);
            }
        }
    }
    return true;
}

}  // namespace

bool apply(schema::Table& table, Change change, Allowed& allowed, std::size_t which) {
    const std::string first = table.columns.front().name;
    allowed.changed.insert(table.name);
    switch (change) {
        case Change::Nothing:
            return true;
        case Change::AddColumn:
            table.columns.push_back({.name = "azoth_added", .type = Text()});
            return true;
        case Change::AddFilledColumn:
            table.columns.push_back({.name = "azoth_filled",
                                     .type = Integer(),
                                     .nullable = false,
                                     .server_default = "7"});
            return true;
        case Change::DropColumn:
        case Change::AlterType:
        case Change::AlterNullable:
        case Change::AlterDefault:
        case Change::AlterCollation:
        case Change::RenameColumn:
            return change_column(table, change, allowed, which);
        case Change::AddUnique:
            if (!table.primary_key) {
                return false;
            }
            table.uniques.push_back({.name = "azoth_uq", .columns = table.primary_key->columns});
            return true;
        case Change::AddCheck:
            table.checks.push_back({.name = "azoth_ck", .expression = "1 > 0"});
            return true;
        case Change::AddForeignKey:
            if (!table.primary_key || table.primary_key->columns.size() != 1) {
                return false;
            }
            table.columns.push_back({.name = "azoth_parent", .type = Integer()});
            table.foreign_keys.push_back({.name = "azoth_fk",
                                          .columns = {"azoth_parent"},
                                          .referred_table = table.name,
                                          .referred_columns = table.primary_key->columns});
            return true;
        case Change::AddIndex:
            table.indexes.push_back(
                {.name = "azoth_ix_" + table.name,
                 .elements = {{.column = first, .order = schema::SortOrder::Descending}}});
            return true;
        case Change::DropTable:
            for (const schema::Column& column : table.columns) {
                allowed.lost.insert(table.name + "." + column.name);
                allowed.lost.insert(table.renamed_from + "." + column.renamed_from);
                allowed.lost.insert(table.renamed_from + "." + column.name);
                allowed.lost.insert(table.name + "." + column.renamed_from);
            }
            return true;
        case Change::DropConstraints:
            table.uniques.clear();
            table.checks.clear();
            table.foreign_keys.clear();
            return true;
        case Change::DropIndexes:
            table.indexes.clear();
            return true;
        case Change::RenameTable:
            table.renamed_from = table.name;
            table.name = "azoth_renamed_" + table.name;
            for (schema::ForeignKey& key : table.foreign_keys) {
                const bool is_own = key.referred_table == table.renamed_from;
                key.referred_table = is_own ? table.name : key.referred_table;
            }
            return true;
    }
    return true;
}

namespace {

std::string described(std::span<const Operation> steps) {
    std::string text;
    for (const Operation& step : steps) {
        text += (text.empty() ? "" : ", ") + describe(step);
    }
    return text;
}

class Story {
public:
    Story(const Engine& engine,
          const MetaData& models,
          const std::function<bool(const schema::Table&)>& include,
          const Allowed& allowed)
        : engine_{engine},
          models_{models},
          allowed_{allowed},
          options_{.include_table = include, .when_unsure = WhenUnsure::DropAndAdd, .rows = 3} {}

    Outcome run() {
        const Snapshot before = snapshot_of(engine_);
        try {
            steps_ = found();
        } catch (const Error& error) {
            return {Outcome::Kind::Refused, std::string{error.code()} + ": " + error.message()};
        }
        if (auto outcome = carried_out(steps_.upgrade, steps_.risks, before)) {
            return *outcome;
        }
        if (const std::string rest = described(found().upgrade); !rest.empty()) {
            return failed("after the upgrade there still is: " + rest);
        }
        const Snapshot between = snapshot_of(engine_);
        if (auto outcome = carried_out(steps_.downgrade, steps_.downgrade_risks, between)) {
            return *outcome;
        }
        const std::string rest = difference(before, snapshot_of(engine_), allowed_);
        return rest.empty() || !steps_.proof.is_whole() ? Outcome{} : failed(rest);
    }

private:
    [[nodiscard]] Autogenerated found() const {
        return autogenerate(engine_, models_, RevisionGraph{}, options_);
    }

    [[nodiscard]] Outcome failed(const std::string& why) const {
        return {Outcome::Kind::Failed,
                why + "\nup: " + described(steps_.upgrade) +
                    "\ndown: " + described(steps_.downgrade)};
    }

    /// Nothing when it went well.
    [[nodiscard]] std::optional<Outcome> carried_out(const std::vector<Operation>& steps,
                                                     const std::vector<std::string>& risks,
                                                     const Snapshot& before) const {
        try {
            run_steps(engine_, steps);
            return std::nullopt;
        } catch (const IntegrityError& error) {
            return risks.empty() ? failed(error.what())
                                 : at_risk(error.message(), before);
        } catch (const Error& error) {
            const bool is_said =
                steps_.proof.state == ProofState::ProvenWithoutRows && !risks.empty();
            return is_said ? at_risk(error.message(), before)
                           : failed(error.message() + "\n" + error.statement());
        }
    }

    [[nodiscard]] Outcome at_risk(const std::string& why, const Snapshot& before) const {
        const std::string rest = difference(before, snapshot_of(engine_), {});
        return rest.empty() ? Outcome{Outcome::Kind::AtRisk, why} : failed(why + "\n" + rest);
    }

    const Engine& engine_;
    const MetaData& models_;
    const Allowed& allowed_;
    AutogenerateOptions options_;
    Autogenerated steps_{};
};

/// A name that stands for all others, since there must be one.
constexpr std::string_view bystander = "azoth_bystander";

schema::Table add_bystander(const Engine& engine) {
    schema::Table table{.name = std::string{bystander}};
    table.columns.push_back({.name = "id",
                             .type = BigInteger(),
                             .nullable = false,
                             .primary_key = true,
                             .autoincrement = true});
    test::run(engine,
              "CREATE TABLE IF NOT EXISTS " + table.name +
                  " (id INTEGER NOT NULL, PRIMARY KEY (id))");
    return table;
}

}  // namespace

Outcome up_and_down(const Engine& engine,
                    const MetaData& models,
                    const std::function<bool(const schema::Table&)>& include,
                    const Allowed& allowed) {
    return Story{engine, models, include, allowed}.run();
}

Outcome change_and_back(const Engine& engine, const schema::Table& table, Change change) {
    schema::Table wanted = table;
    Allowed allowed;
    if (!apply(wanted, change, allowed)) {
        return {Outcome::Kind::NotApplicable, ""};
    }
    const std::string wanted_name = wanted.name;
    MetaData models{NamingConvention{}};
    models.add(add_bystander(engine), NamePolicy::Keep);
    if (change != Change::DropTable) {
        models.add(std::move(wanted), NamePolicy::Keep);
    }
    const auto include = [&](const schema::Table& one) {
        return one.name == table.name || one.name == wanted_name || one.name == bystander;
    };
    return up_and_down(engine, models, include, allowed);
}

}  // namespace azoth::test::foreign
