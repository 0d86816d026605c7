// SPDX-License-Identifier: MIT
#include "migrate/verify/new_rows.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"
#include "migrate/operations/lookup.hpp"
#include "migrate/runtime/rows_in_the_way.hpp"
#include "migrate/verify/generated_row.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using text_utility::quoted;
using Names = std::vector<std::string>;

/// A row that exists has it, so that a reference finds it.
constexpr std::size_t first_number = 1;

std::string text_of_length(int length) {
    return "'" + std::string(static_cast<std::size_t>(length), 'x') + "'";
}

/// Of numbers that may be too long for another type; 0 for any other type.
int digits_before_point(const SqlType& type) {
    constexpr int small = 4;
    constexpr int usual = 9;
    constexpr int big = 18;
    if (type.kind == TypeKind::Numeric) {
        return type.precision - type.scale;
    }
    if (type.kind == TypeKind::SmallInteger) {
        return small;
    }
    if (type.kind == TypeKind::Integer) {
        return usual;
    }
    return type.kind == TypeKind::BigInteger ? big : 0;
}

bool is_text(const SqlType& type) {
    return type.kind == TypeKind::Text || type.kind == TypeKind::String;
}

/// A label of the wide type that the narrow one does not know, under whatever name.
std::optional<std::string> label_that_goes(const AlterColumn& step) {
    const SqlType* from = enum_in(*step.existing.type);
    const SqlType* to = enum_in(*step.modified.type);
    if (from == nullptr || to == nullptr || step.existing.type->kind != TypeKind::Enum) {
        return std::nullopt;
    }
    for (const std::string& label : from->values) {
        const bool is_renamed =
            std::ranges::find(step.renamed_labels, label, &schema::RenamedLabel::from) !=
            step.renamed_labels.end();
        if (!is_renamed && std::ranges::find(to->values, label) == to->values.end()) {
            return sql_parts::in_quotes(label, '\'');
        }
    }
    return std::nullopt;
}

/// One that the column holds now, and that its old type may not.
std::optional<std::string> wide_value(const AlterColumn& step) {
    const SqlType& from = *step.existing.type;
    const SqlType& to = *step.modified.type;
    if (is_text(from) && is_text(to)) {
        const bool is_wider = to.length > 0 && (from.length == 0 || from.length > to.length);
        return is_wider ? std::optional{text_of_length(to.length + 1)} : std::nullopt;
    }
    const int wide = digits_before_point(from);
    const int narrow = digits_before_point(to);
    if (narrow > 0 && wide > narrow) {
        return "9" + std::string(static_cast<std::size_t>(narrow), '0');
    }
    const bool is_exact = from.kind == TypeKind::Numeric && to.kind == TypeKind::Numeric;
    if (is_exact && to.precision > 0 && from.scale > to.scale) {
        return "0." + std::string(static_cast<std::size_t>(to.scale), '0') + "4";
    }
    return label_that_goes(step);
}

/// Values that checks are often about.
Names unusual_values(const SqlType& type) {
    constexpr int long_text = 300;
    if (is_text(type)) {
        return {"''", "'x'", text_of_length(type.length > 0 ? type.length : long_text)};
    }
    if (type.kind == TypeKind::Date) {
        return {"'1900-01-01'", "'2900-01-01'"};
    }
    if (type.kind == TypeKind::Boolean) {
        return {"false", "true"};
    }
    const bool is_number = digits_before_point(type) > 0 || type.kind == TypeKind::Float ||
                           type.kind == TypeKind::Double;
    return is_number ? Names{"0", "-1", "30000"} : Names{};
}

std::optional<std::string> value_of_nobody(const SqlType& type) {
    if (digits_before_point(type) > 0) {
        return "7654";
    }
    if (type.kind == TypeKind::Uuid) {
        return "'ffffffff-ffff-4fff-8fff-ffffffffffff'";
    }
    return is_text(type) ? std::optional<std::string>{"'nobody'"} : std::nullopt;
}

class Guesses {
public:
    Guesses(std::span<const schema::Table> upgraded,
            std::size_t number,
            const dialects::Dialect& dialect)
        : upgraded_{upgraded}, number_{number}, dialect_{dialect} {}

    void look_at(const Operation& step) {
        if (const auto* alter = std::get_if<AlterColumn>(&step)) {
            look(*alter);
        } else if (const auto* add = std::get_if<AddConstraint>(&step)) {
            look(*add);
        } else if (const auto* create = std::get_if<CreateIndex>(&step)) {
            look(*create);
        }
    }

    std::vector<NewRow> result{};

private:
    [[nodiscard]] std::string row(const schema::Table& table,
                                  std::size_t number,
                                  ColumnValues others) const {
        for (const schema::ForeignKey& key : table.foreign_keys) {
            for (const std::string& name : key.columns) {
                const schema::Column* column = table.find_column(name);
                const auto value =
                    column == nullptr ? std::nullopt : generated_value(column->type, first_number);
                if (value) {
                    others.try_emplace(name, *value);
                }
            }
        }
        return generated_row_with(table, number, others, dialect_);
    }

    /// How many such rows there are, asked as before a downgrade.
    [[nodiscard]] RowsInTheWay asked(const Operation& step) const {
        auto found = rows_in_the_way(std::span{&step, 1}, dialect_);
        return found.empty() ? RowsInTheWay{} : std::move(found.front());
    }

    void look(const AlterColumn& step) {
        const schema::Table* table = find_table(upgraded_, step.table);
        if (table == nullptr || table->find_column(step.column) == nullptr) {
            return;
        }
        if (step.modified.nullable == false) {
            add(*table, step.column, "NULL in column " + quoted(step.column), "NULL");
        }
        const auto value =
            step.modified.type && step.existing.type ? wide_value(step) : std::nullopt;
        if (value) {
            add(*table, step.column, *value + " in column " + quoted(step.column), *value);
        }
    }

    void add(const schema::Table& table,
             const std::string& column,
             std::string with,
             const std::string& value) {
        result.push_back({.table = name_of(table),
                          .column = column,
                          .with = std::move(with),
                          .inserts = {row(table, number_, {{column, value}})}});
    }

    void look(const AddConstraint& step) {
        const schema::Table* table = find_table(upgraded_, step.table);
        const RowsInTheWay question = asked(step);
        if (table == nullptr || question.count.empty()) {
            return;
        }
        if (const auto* check = std::get_if<schema::CheckConstraint>(&step.constraint)) {
            look(*table, *check, question);
        } else if (const auto* key = std::get_if<schema::ForeignKey>(&step.constraint)) {
            look(*table, *key, question);
        } else if (const auto* unique = std::get_if<schema::UniqueConstraint>(&step.constraint)) {
            add_equal(*table, unique->columns, question);
        } else if (const auto* primary = std::get_if<schema::PrimaryKey>(&step.constraint)) {
            add_equal(*table, primary->columns, question);
        }
    }

    void look(const CreateIndex& step) {
        const schema::Table* table = find_table(upgraded_, step.table);
        const RowsInTheWay question = asked(step);
        if (table == nullptr || question.count.empty()) {
            return;
        }
        Names columns;
        for (const schema::IndexElement& element : step.index.elements) {
            columns.push_back(element.column);
        }
        add_equal(*table, columns, question);
    }

    void look(const schema::Table& table,
              const schema::CheckConstraint& check,
              const RowsInTheWay& question) {
        for (const schema::Column& column : table.columns) {
            if (!mentions_identifier(check.expression, column.name)) {
                continue;
            }
            for (const std::string& value : unusual_values(column.type)) {
                add_asked(table, {row(table, number_, {{column.name, value}})}, question);
            }
        }
    }

    void look(const schema::Table& table,
              const schema::ForeignKey& key,
              const RowsInTheWay& question) {
        ColumnValues others;
        for (const std::string& name : key.columns) {
            const schema::Column* column = table.find_column(name);
            const auto value = column == nullptr ? std::nullopt : value_of_nobody(column->type);
            if (!value) {
                return;
            }
            others.emplace(name, *value);
        }
        add_asked(table, {row(table, number_, others)}, question);
    }

    void add_equal(const schema::Table& table, const Names& columns, const RowsInTheWay& question) {
        ColumnValues same;
        for (const std::string& name : columns) {
            const schema::Column* column = table.find_column(name);
            const auto value =
                column == nullptr ? std::nullopt : generated_value(column->type, number_);
            if (!value) {
                return;
            }
            same.emplace(name, *value);
        }
        add_asked(table, {row(table, number_, same), row(table, number_ + 1, same)}, question);
    }

    void add_asked(const schema::Table& table, Names inserts, const RowsInTheWay& question) {
        result.push_back({.table = name_of(table),
                          .with = question.with,
                          .inserts = std::move(inserts),
                          .count = question.count});
    }

    std::span<const schema::Table> upgraded_;
    std::size_t number_;
    const dialects::Dialect& dialect_;
};

}  // namespace

std::vector<NewRow> new_rows(std::span<const Operation> downgrade,
                             std::span<const schema::Table> upgraded,
                             std::size_t number,
                             const dialects::Dialect& dialect) {
    Guesses guesses{upgraded, number, dialect};
    for (const Operation& step : downgrade) {
        guesses.look_at(step);
    }
    return std::move(guesses.result);
}

}  // namespace azoth::migrate
