// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/compare/renames.hpp>

#include <algorithm>

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

class Search {
public:
    Search(Tables live, Tables wanted, const RenameAnswers& answers)
        : live_{live.begin(), live.end()}, wanted_{wanted}, answers_{answers} {}

    RenameFindings run() {
        check_declared();
        find_tables();
        for (const schema::Table& wanted : wanted_) {
            if (const schema::Table* live =
                    find_table(std::span{std::as_const(live_)}, name_of(wanted))) {
                find_columns(*live, wanted);
            }
        }
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

    void check_declared() {
        for (const Rename& one : answers_.declared) {
            const TableName name = table_of(one);
            if (!one.column.empty()) {
                continue;
            }
            if (live(name) == nullptr) {
                refuse(one, "the database has no such table");
            }
            if (wanted({one.new_name, name.schema}) == nullptr) {
                refuse(one, "the models have no table of the new name");
            }
        }
    }

    void settle_table(const Rename& one) {
        result_.settled.push_back(one);
        for (const Operation& step : to_operations(std::span{&one, 1})) {
            apply_to(step, live_);
        }
    }

    void find_tables() {
        for (const Rename& one : answers_.declared) {
            if (one.column.empty()) {
                settle_table(one);
            }
        }
        for (const schema::Table& table : wanted_) {
            const TableName old{table.renamed_from, table.schema};
            if (!table.renamed_from.empty() && live(name_of(table)) == nullptr &&
                live(old) != nullptr && wanted(old) == nullptr) {
                settle_table(table_rename(*live(old), table.name));
            }
        }
        std::vector<Candidate> candidates;
        for (const schema::Table& old : live_) {
            for (const schema::Table& table : wanted_) {
                if (old.schema == table.schema && wanted(name_of(old)) == nullptr &&
                    live(name_of(table)) == nullptr) {
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
        std::vector<std::string> old_names;
        std::vector<std::string> new_names;
        const auto settle = [&](const std::string& from, const std::string& to) {
            result_.settled.push_back(column_rename(wanted, from, to));
            old_names.push_back(from);
            new_names.push_back(to);
        };
        settle_declared(live, wanted, settle);
        for (const schema::Column& column : wanted.columns) {
            const std::string& old = column.renamed_from;
            if (!old.empty() && live.find_column(column.name) == nullptr &&
                live.find_column(old) != nullptr && wanted.find_column(old) == nullptr &&
                std::ranges::find(old_names, old) == old_names.end()) {
                settle(old, column.name);
            }
        }
        guess_columns(live, wanted, old_names, new_names);
    }

    template <class Settle>
    void settle_declared(const schema::Table& live, const schema::Table& wanted, Settle settle) {
        for (const Rename& one : answers_.declared) {
            if (one.column.empty() || !is_of(one, wanted)) {
                continue;
            }
            if (live.find_column(one.column) == nullptr) {
                refuse(one, "the database's table has no such column");
            }
            if (wanted.find_column(one.new_name) == nullptr) {
                refuse(one, "the models' table has no column of the new name");
            }
            settle(one.column, one.new_name);
        }
    }

    void guess_columns(const schema::Table& live,
                       const schema::Table& wanted,
                       const std::vector<std::string>& old_names,
                       const std::vector<std::string>& new_names) {
        const auto is_in = [](const std::vector<std::string>& list, const std::string& name) {
            return std::ranges::find(list, name) != list.end();
        };
        std::vector<Candidate> candidates;
        for (const schema::Column& old : live.columns) {
            for (const schema::Column& column : wanted.columns) {
                if (wanted.find_column(old.name) == nullptr &&
                    live.find_column(column.name) == nullptr && !is_in(old_names, old.name) &&
                    !is_in(new_names, column.name)) {
                    consider(candidates,
                             column_rename(wanted, old.name, column.name),
                             rename_score(live, old, wanted, column));
                }
            }
        }
        judge(std::move(candidates), [&](const Rename& one) { result_.settled.push_back(one); });
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

std::string RenameQuestion::text() const {
    const std::string table = full(table_of(rename));
    if (rename.column.empty()) {
        return "is table " + quoted(rename.new_name) + " the old table " + quoted(table) + "?";
    }
    return "is column " + quoted(rename.new_name) + " of table " + quoted(table) +
           " the old column " + quoted(rename.column) + "?";
}

std::string RenameQuestion::option() const {
    const std::string table = full(table_of(rename));
    if (!rename.column.empty()) {
        return "--rename " + table + "." + rename.column + "=" + table + "." + rename.new_name;
    }
    return "--rename " + table + "=" + full({rename.new_name, rename.schema});
}

namespace {

/// What follows `prefix.`; nothing when the text does not begin so.
std::optional<std::string> after(std::string_view text, const std::string& prefix) {
    return text.size() > prefix.size() + 1 && text.starts_with(prefix + ".")
               ? std::optional{std::string{text.substr(prefix.size() + 1)}}
               : std::nullopt;
}

/// By the names that there are, which may hold dots.
std::optional<Rename> known_rename(std::string_view from,
                                   std::string_view to,
                                   std::span<const schema::Table> live) {
    for (const schema::Table& table : live) {
        const std::string name = table.full_name();
        if (from == name) {
            const auto renamed =
                table.schema.empty() ? std::optional{std::string{to}} : after(to, table.schema);
            return renamed ? std::optional{table_rename(table, *renamed)} : std::nullopt;
        }
        const auto column = after(from, name);
        const auto renamed = after(to, name);
        if (column && renamed && table.find_column(*column) != nullptr) {
            return column_rename(table, *column, *renamed);
        }
    }
    return std::nullopt;
}

}  // namespace

Rename parse_rename(std::string_view text, std::span<const schema::Table> live) {
    const auto sides = text_utility::split(text, '=');
    const auto fail = [&]() -> ArgumentError {
        return {"bad-rename",
                "cannot read the rename " + quoted(text) +
                    ": it is neither old_table=new_table nor table.old=table.new; write "
                    "the same table on both sides of ="};
    };
    if (sides.size() != 2) {
        throw fail();
    }
    if (auto known = known_rename(sides[0], sides[1], live)) {
        return *known;
    }
    const auto from = text_utility::split(sides[0], '.');
    const auto to = text_utility::split(sides[1], '.');
    const auto is_empty = [](std::string_view part) { return part.empty(); };
    if (from.size() != to.size() || from.size() > 3 || std::ranges::any_of(from, is_empty) ||
        std::ranges::any_of(to, is_empty) ||
        !std::equal(from.begin(), from.end() - 1, to.begin())) {
        throw fail();
    }
    if (from.size() == 1) {
        return {.table = std::string{from[0]}, .new_name = std::string{to[0]}};
    }
    return {.table = std::string{from[from.size() - 2]},
            .column = std::string{from.back()},
            .new_name = std::string{to.back()},
            .schema = from.size() == 3 ? std::string{from[0]} : ""};
}

RenameFindings find_renames(std::span<const schema::Table> live,
                            std::span<const schema::Table> wanted,
                            const RenameAnswers& answers) {
    return Search{live, wanted, answers}.run();
}

std::vector<Operation> to_operations(std::span<const Rename> renames) {
    std::vector<Operation> result;
    for (const Rename& one : renames) {
        if (one.column.empty()) {
            result.emplace_back(operations::RenameTable{table_of(one), one.new_name});
        } else {
            result.emplace_back(operations::RenameColumn{table_of(one), one.column, one.new_name});
        }
    }
    return result;
}

}  // namespace azoth::migrate
