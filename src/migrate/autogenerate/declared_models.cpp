// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/declared_models.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/plain_expression.hpp"
#include "migrate/operations/sql_texts.hpp"

namespace azoth::migrate {
namespace {

using text_utility::quoted;

bool is_same_text(const std::string& left, const std::string& right) {
    return left == right || plain_expression(left) == plain_expression(right);
}

bool is_same_text(const std::optional<std::string>& left, const std::optional<std::string>& right) {
    return left.has_value() == right.has_value() && (!left || is_same_text(*left, *right));
}

bool is_integer(const SqlType& type) {
    return type.kind == TypeKind::SmallInteger || type.kind == TypeKind::Integer ||
           type.kind == TypeKind::BigInteger;
}

/// Takes over the live table's spelling of what a model says.
class Respelling {
public:
    Respelling(const schema::Table& live,
               const dialects::Dialect& dialect,
               std::vector<std::string>& warnings)
        : live_{live}, dialect_{dialect}, warnings_{warnings} {}

    void run(schema::Table& model) {
        for (schema::Column& column : model.columns) {
            const schema::Column* live = live_.find_column(column.name);
            if (live == nullptr && !column.renamed_from.empty()) {
                live = live_.find_column(column.renamed_from);
            }
            if (live != nullptr) {
                respell(column, *live);
            }
        }
        respell_constraints(model);
        for (schema::Index& index : model.indexes) {
            respell(index);
        }
        model.comment = dialect_.capabilities().comments ? model.comment : live_.comment;
    }

private:
    void respell(schema::Column& column, const schema::Column& live) {
        const bool is_numbered = column.autoincrement && live.autoincrement;
        if (is_same_type(column.type, live.type) ||
            (is_numbered && is_integer(column.type) && is_integer(live.type))) {
            column.type = live.type;
        }
        if (is_numbered) {
            column.identity = live.identity;
        }
        visit_sql_texts(
            [](auto& words, const auto& others) {
                words = is_same_text(words, others) ? others : words;
            },
            column,
            live);
        column.comment = dialect_.capabilities().comments ? column.comment : live.comment;
    }

    [[nodiscard]] bool is_same_type(const SqlType& left, const SqlType& right) const {
        try {
            return left == right || (left.values == right.values && left.collation.empty() &&
                                     dialect_.type(left) == dialect_.type(right));
        } catch (const Error&) {
            return false;
        }
    }

    [[nodiscard]] bool is_same_name(const std::string& left, const std::string& right) const {
        return left == right || (!left.empty() && !right.empty() &&
                                 dialect_.constraint_name(left) == dialect_.constraint_name(right));
    }

    void respell_constraints(schema::Table& model) {
        if (model.primary_key && live_.primary_key &&
            is_same_name(model.primary_key->name, live_.primary_key->name)) {
            model.primary_key->name = live_.primary_key->name;
        }
        take_names(model.uniques, live_.uniques);
        take_names(model.foreign_keys, live_.foreign_keys);
        take_names(model.checks, live_.checks);
        for (schema::CheckConstraint& check : model.checks) {
            respell(check);
        }
    }

    template <class Item>
    void take_names(std::vector<Item>& model, const std::vector<Item>& live) const {
        for (Item& item : model) {
            const auto found = std::ranges::find_if(
                live, [&](const Item& other) { return is_same_name(item.name, other.name); });
            if (found != live.end()) {
                item.name = found->name;
            }
        }
    }

    /// Servers write conditions anew: one of the same name that reads otherwise may be the same.
    void respell(schema::CheckConstraint& check) {
        const auto found =
            std::ranges::find(live_.checks, check.name, &schema::CheckConstraint::name);
        if (check.name.empty() || found == live_.checks.end()) {
            const auto same = std::ranges::find_if(live_.checks, [&](const auto& other) {
                return is_same_text(check.expression, other.expression);
            });
            if (same != live_.checks.end()) {
                check.expression = same->expression;
            }
            return;
        }
        if (!is_same_text(check.expression, found->expression)) {
            warnings_.push_back("check " + quoted(check.name) + " of table " +
                                quoted(live_.full_name()) + " reads " + quoted(found->expression) +
                                " in the database and " + quoted(check.expression) +
                                " in the models: whether that is the same cannot be told without "
                                "a scratch database, so it is left as it is");
        }
        check.expression = found->expression;
    }

    void respell(schema::Index& index) const {
        const auto found = std::ranges::find_if(live_.indexes, [&](const schema::Index& other) {
            return is_same_name(index.name, other.name);
        });
        if (found == live_.indexes.end()) {
            return;
        }
        index.name = found->name;
        index.where = is_same_text(index.where, found->where) ? found->where : index.where;
        index.method = index.method.empty() ? found->method : index.method;
        if (index.elements.size() != found->elements.size()) {
            return;
        }
        for (std::size_t i = 0; i < index.elements.size(); ++i) {
            std::string& expression = index.elements[i].expression;
            const std::string& live = found->elements[i].expression;
            expression = is_same_text(expression, live) ? live : expression;
        }
    }

    const schema::Table& live_;
    const dialects::Dialect& dialect_;
    std::vector<std::string>& warnings_;
};

/// Options and sizes that only other databases know.
void drop_foreign_options(schema::Table& table, const dialects::Dialect& dialect) {
    const std::string prefix = std::string{dialect.name()} + "_";
    std::erase_if(table.options,
                  [&](const auto& option) { return !option.first.starts_with(prefix); });
}

}  // namespace

DeclaredModels declared_models(const MetaData& target,
                               std::span<const schema::Table> live,
                               const dialects::Dialect& dialect) {
    DeclaredModels result;
    for (const schema::Table* model : target.tables()) {
        schema::Table& table = result.tables.emplace_back(*model);
        drop_foreign_options(table, dialect);
        const schema::Table* found = find_table(live, {table.name, table.schema});
        if (found == nullptr && !table.renamed_from.empty()) {
            found = find_table(live, {table.renamed_from, table.schema});
        }
        if (found != nullptr) {
            Respelling{*found, dialect, result.warnings}.run(table);
        }
    }
    return result;
}

}  // namespace azoth::migrate
