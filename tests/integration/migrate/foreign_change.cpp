// SPDX-License-Identifier: MIT
#include "integration/migrate/foreign_schema.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "migrate/runtime/run_steps.hpp"

// Changes to one table of a database that others made, and what comes of them.
namespace azoth::test::foreign {

using namespace migrate;

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

/// Generated columns go before what they read changes, and come last.
void follow_generated(const schema::Table& table, const std::string& old_name, Allowed& allowed) {
    if (std::ranges::any_of(table.columns,
                            [](const auto& one) { return one.computed.has_value(); })) {
        allowed.reordered.insert(old_name);
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
    if (change == Change::AlterType || change == Change::AlterCollation) {
        follow_generated(table, old_table, allowed);
    }
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
        return {
            Outcome::Kind::Failed,
            why + "\nup: " + described(steps_.upgrade) + "\ndown: " + described(steps_.downgrade)};
    }

    /// Nothing when it went well.
    [[nodiscard]] std::optional<Outcome> carried_out(const std::vector<Operation>& steps,
                                                     const std::vector<std::string>& risks,
                                                     const Snapshot& before) const {
        try {
            run_steps(engine_, steps);
            return std::nullopt;
        } catch (const IntegrityError& error) {
            return risks.empty() ? failed(error.what()) : at_risk(error.message(), before);
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
    test::run(
        engine,
        "CREATE TABLE IF NOT EXISTS " + table.name + " (id INTEGER NOT NULL, PRIMARY KEY (id))");
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
