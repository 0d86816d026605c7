// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/unnamed.hpp"

#include <algorithm>
#include <set>

namespace azoth::migrate {
namespace {

/// The names that a model gives, as the database writes them: long ones are cut.
class GivenByModel {
public:
    explicit GivenByModel(const dialects::Dialect& dialect) : dialect_{dialect} {}

    void add(const std::string& name) {
        if (!name.empty()) {
            names_.insert(dialect_.constraint_name(name));
        }
    }
    template <class Item>
    void add_all(const std::vector<Item>& items) {
        for (const Item& item : items) {
            add(item.name);
        }
    }

    void forget_others(std::string& name) const {
        if (!name.empty() && !names_.contains(dialect_.constraint_name(name))) {
            name.clear();
        }
    }
    template <class Item>
    void forget_others(std::vector<Item>& items) const {
        for (Item& item : items) {
            forget_others(item.name);
        }
    }

private:
    const dialects::Dialect& dialect_;
    std::set<std::string> names_{};
};

void forget_in_table(schema::Table& wanted,
                     const schema::Table& model,
                     const dialects::Dialect& dialect) {
    GivenByModel given{dialect};
    if (model.primary_key) {
        given.add(model.primary_key->name);
    }
    given.add_all(model.uniques);
    given.add_all(model.checks);
    given.add_all(model.foreign_keys);
    if (wanted.primary_key) {
        given.forget_others(wanted.primary_key->name);
    }
    given.forget_others(wanted.uniques);
    given.forget_others(wanted.checks);
    given.forget_others(wanted.foreign_keys);
}

}  // namespace

void forget_given_names(std::vector<schema::Table>& wanted,
                        const MetaData& models,
                        const dialects::Dialect& dialect) {
    for (schema::Table& table : wanted) {
        if (const schema::Table* model = models.find(table.full_name())) {
            forget_in_table(table, *model, dialect);
        }
    }
}

}  // namespace azoth::migrate
