// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/declared_spelling.hpp"

#include <algorithm>

#include "migrate/autogenerate/declared_pairs.hpp"
#include "migrate/operations/lookup.hpp"
#include "migrate/operations/sql_texts.hpp"

namespace azoth::migrate {
namespace {

using namespace operations;

/// Databases without such types do not know what a type is called.
void name_enum(SqlType& type,
               const TableName& table,
               const std::string& column,
               const schema::Column* model) {
    auto* const found = const_cast<SqlType*>(enum_in(type));
    if (found == nullptr || !found->name.empty()) {
        return;
    }
    const SqlType* const known = model == nullptr ? nullptr : enum_in(model->type);
    found->name = known == nullptr ? table.name + "_" + column : known->name;
}

template <class Value>
void replace(Value& value, const Value& given, const Value& declared) {
    if (value == given) {
        value = declared;
    }
}

/// A default that only fills rows that exist is no one's word.
void replace_text(std::optional<std::string>& text,
                  const std::optional<std::string>& given,
                  const std::optional<std::string>& declared) {
    if (text && declared) {
        replace(text, given, declared);
    }
}

class Spelling {
public:
    Spelling(std::span<const schema::Table* const> models,
             std::span<const schema::Table> given_back)
        : models_{models}, given_back_{given_back} {}

    void operator()(CreateTable& step) const {
        const TableName name = name_of(step.table);
        for (schema::Column& column : step.table.columns) {
            spell(column, name);
        }
        const schema::Table* const given = this->given(name);
        const schema::Table* const model = this->model(name);
        if (given == nullptr || model == nullptr || !is_given_back(step.table, *given)) {
            return;
        }
        step.table.uniques = in_order(step.table.uniques, model->uniques, name);
        step.table.checks = in_order(step.table.checks, model->checks, name);
        step.table.foreign_keys = in_order(step.table.foreign_keys, model->foreign_keys, name);
        for (schema::Index& index : step.table.indexes) {
            spell(index, name);
        }
        step.table.comment = model->comment;
        step.table.options = model->options;
    }
    /// A table with options of one database may take only types of that database.
    void operator()(AddColumn& step) const {
        const schema::Table* const given = this->given(step.table);
        const SqlType type = step.column.type;
        spell(step.column, step.table);
        if (given != nullptr && !given->options.empty() && enum_in(type) == nullptr) {
            step.column.type = type;
        }
    }
    void operator()(DropColumn& step) const {
        if (step.definition) {
            spell(*step.definition, step.table);
        }
    }
    void operator()(AlterColumn& step) const {
        const schema::Column* const given = column(this->given(step.table), step.column);
        const schema::Column* const model = column(this->model(step.table), step.column);
        for (ColumnProperties* properties : {&step.existing, &step.modified}) {
            spell(*properties, given, model);
            if (properties->type) {
                name_enum(*properties->type, step.table, step.column, model);
            }
        }
    }
    void operator()(AddConstraint& step) const { spell(step.constraint, step.table); }
    void operator()(DropConstraint& step) const {
        if (step.definition && spell(*step.definition, step.table)) {
            step.name = name_of(*step.definition);
        }
    }
    void operator()(CreateIndex& step) const { spell(step.index, step.table); }
    void operator()(DropIndex& step) const {
        if (step.definition) {
            spell(*step.definition, step.table);
        }
    }
    template <class Other>
    void operator()(Other&) const {}

private:
    static const schema::Column* column(const schema::Table* table, const std::string& name) {
        return table == nullptr ? nullptr : table->find_column(name);
    }

    [[nodiscard]] const schema::Table* given(const TableName& name) const {
        return find_table(given_back_, name);
    }
    [[nodiscard]] const schema::Table* model(const TableName& name) const {
        const auto found = std::ranges::find_if(
            models_, [&](const schema::Table* table) { return name_of(*table) == name; });
        return found == models_.end() ? nullptr : *found;
    }

    /// Keys that close a cycle of tables are steps of their own.
    static bool is_given_back(schema::Table table, const schema::Table& given) {
        table.foreign_keys = given.foreign_keys;
        table.columns = given.columns;
        return table == given || (table.uniques == given.uniques && table.checks == given.checks &&
                                  table.indexes == given.indexes);
    }

    void spell(schema::Column& one, const TableName& table) const {
        const schema::Column* const given = column(this->given(table), one.name);
        const schema::Column* const model = column(this->model(table), one.name);
        if (given != nullptr && model != nullptr) {
            if (one.type == given->type) {
                one.comment = model->comment;
                one.generated =
                    one.generated == given->generated ? model->generated : one.generated;
            }
            replace(one.type, given->type, model->type);
            replace(one.autoincrement, given->autoincrement, model->autoincrement);
            visit_sql_texts(replace_text, one, *given, *model);
        }
        name_enum(one.type, table, one.name, model);
    }

    static void spell(ColumnProperties& properties,
                      const schema::Column* given,
                      const schema::Column* model) {
        if (given == nullptr || model == nullptr) {
            return;
        }
        if (properties.type) {
            replace(*properties.type, given->type, model->type);
        }
        if (properties.server_default) {
            replace_text(*properties.server_default, given->server_default, model->server_default);
        }
    }

    /// True when it was given back, and is spelt as it is declared now.
    bool spell(Constraint& constraint, const TableName& table) const {
        const schema::Table* const given = this->given(table);
        const schema::Table* const model = this->model(table);
        if (given == nullptr || model == nullptr) {
            return false;
        }
        const std::vector<Constraint> all = constraints_of(*given);
        const bool is_given = std::ranges::find(all, constraint) != all.end();
        const auto found = is_given ? declared(constraint, *given, *model) : std::nullopt;
        if (found && kind_of(*found) != ddl::ConstraintKind::PrimaryKey) {
            constraint = *found;
            return true;
        }
        return false;
    }

    void spell(schema::Index& index, const TableName& table) const {
        const schema::Table* const given = this->given(table);
        const schema::Table* const model = this->model(table);
        const schema::Index* const found =
            given == nullptr || model == nullptr ? nullptr : declared(index, *model);
        if (found == nullptr || std::ranges::find(given->indexes, index) == given->indexes.end()) {
            return;
        }
        visit_sql_texts([](auto& words, const auto& others) { words = others; }, index, *found);
    }

    /// Those that the table has, as the model declares them and in its order, then the others.
    template <class Item>
    std::vector<Item> in_order(const std::vector<Item>& found,
                               const std::vector<Item>& model,
                               const TableName& table) const {
        std::vector<Item> spelt;
        for (const Item& item : found) {
            Constraint constraint = item;
            spell(constraint, table);
            spelt.push_back(std::get<Item>(constraint));
        }
        const auto position = [&](const Item& item) {
            return std::ranges::find(model, item) - model.begin();
        };
        std::ranges::stable_sort(spelt, {}, position);
        return spelt;
    }

    std::span<const schema::Table* const> models_;
    std::span<const schema::Table> given_back_;
};

}  // namespace

void spell_as_declared(std::vector<Operation>& steps,
                       std::span<const schema::Table* const> models,
                       std::span<const schema::Table> given_back) {
    for (Operation& step : steps) {
        std::visit(Spelling{models, given_back}, step);
    }
}

}  // namespace azoth::migrate
