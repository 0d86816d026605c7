// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/compare/renames.hpp>

#include <algorithm>
#include <iterator>
#include <set>

#include "migrate/compare/label_renames.hpp"
#include "migrate/compare/rename_order.hpp"
#include "migrate/compare/rename_score.hpp"
#include "migrate/operations/lookup.hpp"

namespace azoth::migrate {
namespace {

using text_utility::quoted;
using Tables = std::span<const schema::Table>;

TableName table_of(const Rename& rename) {
    return {rename.table, rename.schema};
}

std::string full(const TableName& name) {
    return name.schema.empty() ? name.name : name.schema + "." + name.name;
}

Rename table_rename(const schema::Table& table, const std::string& to) {
    return {table.name, "", to, table.schema};
}

Rename column_rename(const schema::Table& table, const std::string& from, const std::string& to) {
    return {table.name, from, to, table.schema};
}

struct Candidate {
    Rename rename{};
    int score = 0;
};

bool contains(const std::vector<Rename>& list, const Rename& one) {
    return std::ranges::find(list, one) != list.end();
}

std::vector<std::string> names_of(const std::vector<schema::Column>& columns) {
    std::vector<std::string> names;
    for (const schema::Column& column : columns) {
        names.push_back(column.name);
    }
    return names;
}

bool is_in(const std::vector<std::string>& list, const std::string& name) {
    return std::ranges::find(list, name) != list.end();
}

/// What is said about the names of one table's columns, or of one schema's tables.
class Names {
public:
    Names(std::vector<std::string> live, std::vector<std::string> wanted)
        : live_{std::move(live)}, wanted_{std::move(wanted)} {}

    void settle(const std::string& from, const std::string& to) { changes_.push_back({from, to}); }

    /// `renamed_from` of a model. It is history once the database has the new name and not the old
    /// one.
    void say(const std::string& from, const std::string& to) {
        if (!from.empty() && from != to) {
            said_.push_back({from, to});
        }
    }

    /// Settles what only can be a rename: the old name is there, and the new one is not, or moves
    /// on.
    void settle_said() {
        for (bool again = true; again;) {
            again = false;
            for (const NameChange& one : said_) {
                if (is_there(one.from) && !is_there(one.to) && !has_source(one.to)) {
                    settle(one.from, one.to);
                    again = true;
                }
            }
        }
    }

    /// Both names are there: either the rename is long done, or the new name belonged to something
    /// that goes.
    template <class Exchanged>
    [[nodiscard]] std::vector<NameChange> doubtful(Exchanged is_exchanged) const {
        std::vector<NameChange> result;
        for (const NameChange& one : said_) {
            if (is_there(one.from) && is_there(one.to) && !has_source(one.to) &&
                (!is_in(wanted_, one.from) || is_exchanged(one))) {
                result.push_back(one);
            }
        }
        return result;
    }

    [[nodiscard]] bool has_target(const std::string& live) const {
        return std::ranges::find(changes_, live, &NameChange::from) != changes_.end();
    }
    [[nodiscard]] bool has_source(const std::string& wanted) const {
        return std::ranges::find(changes_, wanted, &NameChange::to) != changes_.end();
    }
    [[nodiscard]] std::vector<NameChange> ordered() const { return in_free_order(changes_, live_); }

private:
    [[nodiscard]] bool is_there(const std::string& name) const {
        return is_in(live_, name) && !has_target(name);
    }

    std::vector<std::string> live_;
    std::vector<std::string> wanted_;
    std::vector<NameChange> changes_{};
    std::vector<NameChange> said_{};
};

class Search {
public:
    Search(Tables live, Tables wanted, const RenameAnswers& answers)
        : live_{live.begin(), live.end()}, wanted_{wanted}, answers_{answers} {}

    RenameFindings run() {
        find_tables();
        check_columns_declared();
        for (const schema::Table& wanted : wanted_) {
            if (const schema::Table* live = this->live(name_of(wanted))) {
                find_columns(*live, wanted);
            }
        }
        find_labels();
        return std::move(result_);
    }

private:
    [[nodiscard]] const schema::Table* live(const TableName& name) const {
        return find_table(Tables{live_}, name);
    }
    [[nodiscard]] const schema::Table* wanted(const TableName& name) const {
        return find_table(wanted_, name);
    }

    [[noreturn]] static void refuse(const Rename& rename, const std::string& why) {
        throw ArgumentError{"unknown-rename",
                            "cannot rename " +
                                quoted(full(table_of(rename)) +
                                       (rename.column.empty() ? "" : "." + rename.column)) +
                                " to " + quoted(rename.new_name) + ": " + why +
                                "; give the old name as the database has it and the new one as the "
                                "models have it"};
    }

    void check_declared(const Rename& one) const {
        if (live(table_of(one)) == nullptr) {
            refuse(one, "the database has no such table");
        }
        if (wanted({one.new_name, one.schema}) == nullptr) {
            refuse(one, "the models have no table of the new name");
        }
    }

    void check_columns_declared() const {
        for (const Rename& one : answers_.declared) {
            const bool has_table = std::ranges::any_of(wanted_, [&](const schema::Table& table) {
                return live(name_of(table)) != nullptr && is_of(one, table);
            });
            if (!one.column.empty() && !has_table) {
                refuse(one, "database and models have no such table in common");
            }
        }
    }

    static std::vector<std::string> names_in(Tables tables, const std::string& schema) {
        std::vector<std::string> names;
        for (const schema::Table& table : tables) {
            if (table.schema == schema) {
                names.push_back(table.name);
            }
        }
        return names;
    }

    void find_tables() {
        std::set<std::string> schemas;
        for (const schema::Table& table : live_) {
            schemas.insert(table.schema);
        }
        for (const Rename& one : answers_.declared) {
            schemas.insert(one.schema);
        }
        for (const std::string& schema : schemas) {
            find_tables_of(schema);
        }
        guess_tables();
    }

    void find_tables_of(const std::string& schema) {
        Names names{names_in(live_, schema), names_in(wanted_, schema)};
        for (const Rename& one : answers_.declared) {
            if (one.column.empty() && one.schema == schema) {
                check_declared(one);
                names.settle(one.table, one.new_name);
            }
        }
        for (const schema::Table& table : wanted_) {
            if (table.schema == schema) {
                names.say(table.renamed_from, table.name);
            }
        }
        names.settle_said();
        for (const NameChange& one : names.doubtful([&](const NameChange& change) {
                 const schema::Table& table = *wanted({change.to, schema});
                 return rename_score(*live({change.from, schema}), table) >
                        rename_score(*live({change.to, schema}), table);
             })) {
            ask({one.from, "", one.to, schema});
        }
        for (const NameChange& one : names.ordered()) {
            settle_table({one.from, "", one.to, schema});
        }
    }

    void settle_table(const Rename& one) {
        result_.settled.push_back(one);
        apply_to(operations::RenameTable{table_of(one), one.new_name}, live_);
    }

    /// One that was moved aside by a rename goes.
    [[nodiscard]] bool is_result_of_rename(const schema::Table& table) const {
        return std::ranges::any_of(result_.settled, [&](const Rename& one) {
            return one.column.empty() && one.new_name == table.name && one.schema == table.schema;
        });
    }

    void guess_tables() {
        std::vector<Candidate> candidates;
        for (const schema::Table& old : live_) {
            for (const schema::Table& table : wanted_) {
                if (old.schema == table.schema && wanted(name_of(old)) == nullptr &&
                    live(name_of(table)) == nullptr && !is_result_of_rename(old)) {
                    consider(candidates, table_rename(old, table.name), rename_score(old, table));
                }
            }
        }
        judge(std::move(candidates), [&](const Rename& one) { settle_table(one); });
    }

    /// Declared for the table's old or its new name.
    [[nodiscard]] bool is_of(const Rename& one, const schema::Table& table) const {
        if (table_of(one) == name_of(table)) {
            return true;
        }
        return std::ranges::any_of(result_.settled, [&](const Rename& renamed) {
            return renamed.column.empty() && table_of(renamed) == table_of(one) &&
                   renamed.new_name == table.name;
        });
    }

    void find_columns(const schema::Table& live, const schema::Table& wanted) {
        Names names{names_of(live.columns), names_of(wanted.columns)};
        settle_declared(live, wanted, names);
        for (const schema::Column& column : wanted.columns) {
            names.say(column.renamed_from, column.name);
        }
        names.settle_said();
        for (const NameChange& one : names.doubtful([&](const NameChange& change) {
                 return live.find_column(change.to)->type != wanted.find_column(change.to)->type;
             })) {
            ask(column_rename(wanted, one.from, one.to));
        }
        for (const NameChange& one : names.ordered()) {
            result_.settled.push_back(column_rename(wanted, one.from, one.to));
        }
        guess_columns(live, wanted, names);
    }

    /// In tables and columns that have their new names.
    void find_labels() {
        for (const Rename& one : result_.settled) {
            if (!one.column.empty()) {
                apply_to(operations::RenameColumn{table_of(one), one.column, one.new_name}, live_);
            }
        }
        RenameFindings labels = find_label_renames(live_, wanted_, answers_);
        std::ranges::move(labels.settled, std::back_inserter(result_.settled));
        std::ranges::move(labels.questions, std::back_inserter(result_.questions));
    }

    void settle_declared(const schema::Table& live, const schema::Table& wanted, Names& names) {
        for (const Rename& one : answers_.declared) {
            if (one.column.empty() || !one.label.empty() || !is_of(one, wanted)) {
                continue;
            }
            if (live.find_column(one.column) == nullptr) {
                refuse(one, "the database's table has no such column");
            }
            if (wanted.find_column(one.new_name) == nullptr) {
                refuse(one, "the models' table has no column of the new name");
            }
            names.settle(one.column, one.new_name);
        }
    }

    void guess_columns(const schema::Table& live, const schema::Table& wanted, const Names& names) {
        std::vector<Candidate> candidates;
        for (const schema::Column& old : live.columns) {
            for (const schema::Column& column : wanted.columns) {
                if (wanted.find_column(old.name) == nullptr &&
                    live.find_column(column.name) == nullptr && !names.has_target(old.name) &&
                    !names.has_source(column.name)) {
                    consider(candidates,
                             column_rename(wanted, old.name, column.name),
                             rename_score(live, old, wanted, column));
                }
            }
        }
        judge(std::move(candidates), [&](const Rename& one) { result_.settled.push_back(one); });
    }

    void ask(Rename rename) {
        if (answers_.when_unsure == WhenUnsure::Ask && !contains(answers_.declined, rename)) {
            result_.questions.push_back({std::move(rename), decisive_score});
        }
    }

    void consider(std::vector<Candidate>& candidates, Rename rename, int score) const {
        if (answers_.when_unsure == WhenUnsure::Ask && score >= doubtful_score &&
            !contains(answers_.declined, rename)) {
            candidates.push_back({std::move(rename), score});
        }
    }

    static bool is_rival(const Rename& one, const Rename& other) {
        return table_of(one) == table_of(other)
                   ? one.column == other.column || one.new_name == other.new_name
                   : one.column.empty() && one.new_name == other.new_name;
    }

    /// Best first. What has a rival is never certain; what lost to a better one is not asked about.
    template <class Settle>
    void judge(std::vector<Candidate> candidates, Settle settle) {
        std::ranges::stable_sort(candidates, std::greater<>{}, &Candidate::score);
        std::vector<Rename> taken;
        for (const Candidate& one : candidates) {
            const auto rivals = [&](const Rename& other) { return is_rival(one.rename, other); };
            if (std::ranges::any_of(taken, rivals)) {
                continue;
            }
            const auto count = std::ranges::count_if(
                candidates, [&](const Candidate& other) { return rivals(other.rename); });
            taken.push_back(one.rename);
            if (one.score >= decisive_score && count == 1) {
                settle(one.rename);
            } else {
                result_.questions.push_back({one.rename, one.score});
            }
        }
    }

    std::vector<schema::Table> live_;
    Tables wanted_;
    const RenameAnswers& answers_;
    RenameFindings result_{};
};

}  // namespace

RenameFindings find_renames(std::span<const schema::Table> live,
                            std::span<const schema::Table> wanted,
                            const RenameAnswers& answers) {
    return Search{live, wanted, answers}.run();
}

namespace {

operations::AlterColumn label_step(const Rename& one, std::span<const schema::Table> tables) {
    operations::AlterColumn step{.table = table_of(one), .column = one.column};
    step.renamed_labels = {{.from = one.label, .to = one.new_name}};
    const schema::Table* table = find_table(tables, step.table);
    const schema::Column* column = table == nullptr ? nullptr : table->find_column(one.column);
    if (column != nullptr) {
        schema::Column after = *column;
        schema::rename_labels(after, step.renamed_labels);
        step.existing.type = column->type;
        step.modified.type = after.type;
    }
    return step;
}

Operation as_step(const Rename& one, std::span<const schema::Table> tables) {
    if (one.column.empty()) {
        return operations::RenameTable{table_of(one), one.new_name};
    }
    if (one.label.empty()) {
        return operations::RenameColumn{table_of(one), one.column, one.new_name};
    }
    return label_step(one, tables);
}

}  // namespace

std::vector<Operation> to_operations(std::span<const Rename> renames,
                                     std::span<const schema::Table> live) {
    std::vector<schema::Table> tables{live.begin(), live.end()};
    std::vector<Operation> result;
    for (const Rename& one : renames) {
        result.push_back(as_step(one, tables));
        if (!tables.empty()) {
            apply_to(result.back(), tables);
        }
    }
    return result;
}

}  // namespace azoth::migrate
