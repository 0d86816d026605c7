// SPDX-License-Identifier: MIT
#include "migrate/compare/label_renames.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <iterator>

#include "migrate/compare/rename_score.hpp"
#include "migrate/operations/lookup.hpp"

namespace azoth::migrate {
namespace {

using text_utility::quoted;
using Labels = std::vector<std::string>;

/// A column of an enumeration, before and after. Columns that agree in both types share them.
struct EnumColumn {
    const schema::Table* table = nullptr;
    const schema::Column* column = nullptr;
    const SqlType* before = nullptr;
    const SqlType* after = nullptr;

    [[nodiscard]] bool shares_types(const EnumColumn& other) const {
        return *before == *other.before && *after == *other.after;
    }
    [[nodiscard]] Rename rename(const std::string& from, const std::string& to) const {
        return {table->name, column->name, to, table->schema, from};
    }
};

bool has(const Labels& labels, const std::string& label) {
    return std::ranges::find(labels, label) != labels.end();
}

Labels those_missing(const Labels& labels, const Labels& others) {
    Labels result;
    std::ranges::copy_if(labels, std::back_inserter(result), [&](const std::string& label) {
        return !has(others, label);
    });
    return result;
}

std::vector<EnumColumn> changed_columns(std::span<const schema::Table> live,
                                        std::span<const schema::Table> wanted) {
    std::vector<EnumColumn> result;
    for (const schema::Table& table : wanted) {
        const schema::Table* before = find_table(live, name_of(table));
        for (const schema::Column& column : table.columns) {
            const schema::Column* old =
                before == nullptr ? nullptr : before->find_column(column.name);
            const SqlType* from = old == nullptr ? nullptr : enum_in(old->type);
            const SqlType* to = enum_in(column.type);
            if (from != nullptr && to != nullptr && from->values != to->values) {
                result.push_back({&table, &column, from, to});
            }
        }
    }
    return result;
}

class LabelSearch {
public:
    LabelSearch(std::vector<EnumColumn> columns, const RenameAnswers& answers)
        : columns_{std::move(columns)}, answers_{answers} {}

    RenameFindings run() {
        for (const Rename& one : answers_.declared) {
            if (!one.label.empty()) {
                settle(one);
            }
        }
        for (const EnumColumn& column : columns_) {
            if (is_first_of_type(column)) {
                ask_about(column);
            }
        }
        return std::move(result_);
    }

private:
    [[nodiscard]] static bool is_possible(const EnumColumn& column, const Rename& one) {
        return has(column.before->values, one.label) && !has(column.after->values, one.label) &&
               has(column.after->values, one.new_name) && !has(column.before->values, one.new_name);
    }

    void settle(const Rename& one) {
        const auto found = std::ranges::find_if(columns_, [&](const EnumColumn& column) {
            return column.rename(one.label, one.new_name) == one && is_possible(column, one);
        });
        if (found == columns_.end()) {
            throw ArgumentError{
                "unknown-rename",
                "cannot rename label " + quoted(one.label) + " of column " +
                    quoted(one.table + "." + one.column) + " to " + quoted(one.new_name) +
                    ": the database must have the old label and not the new one, and the models "
                    "the new one and not the old; give both as they are there"};
        }
        for (const EnumColumn& column : columns_) {
            if (column.shares_types(*found)) {
                result_.settled.push_back(column.rename(one.label, one.new_name));
            }
        }
    }

    [[nodiscard]] bool is_first_of_type(const EnumColumn& column) const {
        const auto first = std::ranges::find_if(
            columns_, [&](const EnumColumn& other) { return other.shares_types(column); });
        return &*first == &column;
    }

    [[nodiscard]] bool is_settled(const EnumColumn& column, const std::string& label) const {
        return std::ranges::any_of(result_.settled, [&](const Rename& one) {
            return one.table == column.table->name && one.column == column.column->name &&
                   one.schema == column.table->schema &&
                   (one.label == label || one.new_name == label);
        });
    }

    void ask_about(const EnumColumn& column) {
        Labels gone = those_missing(column.before->values, column.after->values);
        Labels come = those_missing(column.after->values, column.before->values);
        std::erase_if(gone, [&](const auto& label) { return is_settled(column, label); });
        std::erase_if(come, [&](const auto& label) { return is_settled(column, label); });
        if (gone.size() != come.size() || answers_.when_unsure == WhenUnsure::DropAndAdd) {
            return;
        }
        for (std::size_t i = 0; i < gone.size(); ++i) {
            Rename one = column.rename(gone[i], come[i]);
            if (std::ranges::find(answers_.declined, one) == answers_.declined.end()) {
                result_.questions.push_back({std::move(one), doubtful_score});
            }
        }
    }

    std::vector<EnumColumn> columns_;
    const RenameAnswers& answers_;
    RenameFindings result_{};
};

}  // namespace

RenameFindings find_label_renames(std::span<const schema::Table> live,
                                  std::span<const schema::Table> wanted,
                                  const RenameAnswers& answers) {
    return LabelSearch{changed_columns(live, wanted), answers}.run();
}

}  // namespace azoth::migrate
