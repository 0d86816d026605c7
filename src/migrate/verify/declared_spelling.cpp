// SPDX-License-Identifier: MIT
#include "migrate/verify/declared_spelling.hpp"

#include <algorithm>

namespace azoth::migrate {
namespace {

using namespace operations;

template <class Item>
const Item* named(const std::vector<Item>& items, const std::string& name) {
    const auto found = std::ranges::find(items, name, &Item::name);
    return found == items.end() || name.empty() ? nullptr : &*found;
}

/// Each item of the one list has one of its name in the other, and there are no more.
template <class Item>
bool has_same_names(const std::vector<Item>& left, const std::vector<Item>& right) {
    return left.size() == right.size() && std::ranges::all_of(left, [&](const Item& item) {
               return named(right, item.name) != nullptr;
           });
}

class Spelling {
public:
    explicit Spelling(const MetaData& models) : models_{models} {}

    void operator()(CreateTable& step) const {
        const schema::Table* model = models_.find(step.table.full_name());
        if (model == nullptr) {
            return;
        }
        schema::Table declared = *model;
        std::erase_if(declared.foreign_keys, [&](const schema::ForeignKey& key) {
            return named(step.table.foreign_keys, key.name) == nullptr;
        });
        if (is_same_but_for_words(declared, step.table)) {
            declared.primary_key = step.table.primary_key;
            declared.renamed_from.clear();
            for (schema::Column& column : declared.columns) {
                column.renamed_from.clear();
            }
            step.table = std::move(declared);
        }
    }
    void operator()(AddColumn& step) const {
        if (const schema::Column* model = column(step.table, step.column.name)) {
            spell(step.column.server_default, model->server_default);
            spell(step.column.computed, model->computed);
        }
    }
    void operator()(AlterColumn& step) const {
        const schema::Column* model = column(step.table, step.column);
        if (model != nullptr && step.modified.server_default) {
            spell(*step.modified.server_default, model->server_default);
        }
    }
    void operator()(AddConstraint& step) const {
        auto* check = std::get_if<schema::CheckConstraint>(&step.constraint);
        const schema::Table* model = table(step.table);
        if (check != nullptr && model != nullptr) {
            const auto* declared = named(model->checks, check->name);
            check->expression = declared == nullptr ? check->expression : declared->expression;
        }
    }
    void operator()(CreateIndex& step) const {
        const schema::Table* model = table(step.table);
        const auto* declared = model == nullptr ? nullptr : named(model->indexes, step.index.name);
        if (declared == nullptr || declared->elements.size() != step.index.elements.size()) {
            return;
        }
        step.index.where = declared->where;
        for (std::size_t i = 0; i < step.index.elements.size(); ++i) {
            step.index.elements[i].expression = declared->elements[i].expression;
        }
    }
    template <class Other>
    void operator()(Other&) const {}

private:
    /// Databases without enumerations have checks that no model declares.
    static bool is_same_but_for_words(const schema::Table& declared, const schema::Table& found) {
        return has_same_names(declared.columns, found.columns) &&
               has_same_names(declared.uniques, found.uniques) &&
               has_same_names(declared.indexes, found.indexes) &&
               has_same_names(declared.foreign_keys, found.foreign_keys) &&
               declared.primary_key.has_value() == found.primary_key.has_value() &&
               std::ranges::all_of(declared.checks, [&](const schema::CheckConstraint& check) {
                   return named(found.checks, check.name) != nullptr;
               });
    }

    static void spell(std::optional<std::string>& found,
                      const std::optional<std::string>& declared) {
        if (found && declared) {
            found = declared;
        }
    }

    [[nodiscard]] const schema::Table* table(const TableName& name) const {
        return models_.find(name.schema.empty() ? name.name : name.schema + "." + name.name);
    }
    [[nodiscard]] const schema::Column* column(const TableName& of, const std::string& name) const {
        const schema::Table* model = table(of);
        return model == nullptr ? nullptr : model->find_column(name);
    }

    const MetaData& models_;
};

}  // namespace

void spell_as_declared(std::vector<Operation>& steps, const MetaData& models) {
    for (Operation& step : steps) {
        std::visit(Spelling{models}, step);
    }
}

}  // namespace azoth::migrate
