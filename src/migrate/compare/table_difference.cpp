// SPDX-License-Identifier: MIT
#include "migrate/compare/table_difference.hpp"

#include <algorithm>

#include "migrate/operations/lookup.hpp"

namespace azoth::migrate {
namespace {

bool is_generated_otherwise(const schema::Column& live, const schema::Column& wanted) {
    return live.computed != wanted.computed || live.generated != wanted.generated;
}

/// PostgreSQL and others refuse to change the type of a column that a generated one reads.
bool reads_changed_column(const schema::Column& column,
                          const schema::Table& live,
                          const schema::Table& wanted) {
    if (!column.computed) {
        return false;
    }
    return std::ranges::any_of(wanted.columns, [&](const schema::Column& other) {
        const schema::Column* before = live.find_column(other.name);
        return before != nullptr && before->type != other.type &&
               mentions_identifier(*column.computed, other.name);
    });
}

void compare_column(TableDifference& result,
                    const schema::Column& live,
                    const schema::Column& wanted) {
    if (is_generated_otherwise(live, wanted) ||
        reads_changed_column(live, *result.live, *result.wanted)) {
        result.replaced_columns.push_back(live.name);
        result.dropped_columns.push_back(live);
        result.added_columns.push_back(wanted);
        return;
    }
    const ColumnProperties modified = difference(live, wanted);
    if (!modified.empty()) {
        result.altered_columns.push_back({.table = name_of(*result.wanted),
                                          .column = live.name,
                                          .existing = difference(wanted, live),
                                          .modified = modified,
                                          .using_expression = {}});
    }
}

void compare_columns(TableDifference& result) {
    for (const schema::Column& wanted : result.wanted->columns) {
        if (const schema::Column* live = result.live->find_column(wanted.name)) {
            compare_column(result, *live, wanted);
        } else {
            result.added_columns.push_back(wanted);
        }
    }
    for (const schema::Column& live : result.live->columns) {
        if (result.wanted->find_column(live.name) == nullptr) {
            result.dropped_columns.push_back(live);
        }
    }
}

/// Pairs two lists of named things: equal ones, those equal but for a name that one side lacks, and
/// those that differ in their name alone. What is left goes and comes.
template <class Item>
class Pairing {
public:
    Pairing(std::vector<Item> live, std::vector<Item> wanted)
        : live_{std::move(live)}, wanted_{std::move(wanted)} {}

    template <class SameContent, class NameOf>
    void run(SameContent same_content, NameOf name, std::vector<Renamed>& renamed) {
        remove_pairs([](const Item& a, const Item& b) { return a == b; });
        remove_pairs([&](const Item& a, const Item& b) {
            return same_content(a, b) && (name(a).empty() || name(b).empty());
        });
        remove_pairs([&](const Item& a, const Item& b) {
            const bool only_name = same_content(a, b) && !is_taken(name(b), name);
            if (only_name) {
                renamed.push_back({name(a), name(b)});
            }
            return only_name;
        });
    }

    std::vector<Item>& gone() { return live_; }
    std::vector<Item>& come() { return wanted_; }

private:
    template <class NameOf>
    bool is_taken(const std::string& wanted_name, NameOf name) const {
        return std::ranges::any_of(live_,
                                   [&](const Item& one) { return name(one) == wanted_name; });
    }

    template <class Match>
    void remove_pairs(Match match) {
        std::erase_if(live_, [&](const Item& one) {
            const auto found =
                std::ranges::find_if(wanted_, [&](const Item& other) { return match(one, other); });
            if (found == wanted_.end()) {
                return false;
            }
            wanted_.erase(found);
            return true;
        });
    }

    std::vector<Item> live_;
    std::vector<Item> wanted_;
};

void compare_constraints(TableDifference& result) {
    Pairing<Constraint> pairing{constraints_of(*result.live), constraints_of(*result.wanted)};
    pairing.run(
        same_content,
        [](const Constraint& one) { return name_of(one); },
        result.renamed_constraints);
    result.dropped_constraints = std::move(pairing.gone());
    result.added_constraints = std::move(pairing.come());
}

void compare_indexes(TableDifference& result) {
    Pairing<schema::Index> pairing{result.live->indexes, result.wanted->indexes};
    pairing.run(
        [](const schema::Index& left, const schema::Index& right) {
            schema::Index other = right;
            other.name = left.name;
            return left == other;
        },
        [](const schema::Index& one) { return one.name; },
        result.renamed_indexes);
    result.dropped_indexes = std::move(pairing.gone());
    result.added_indexes = std::move(pairing.come());
}

bool mentions(const Constraint& constraint, const std::string& column) {
    const auto has = [&](const std::vector<std::string>& names) {
        return std::ranges::find(names, column) != names.end();
    };
    if (const auto* check = std::get_if<schema::CheckConstraint>(&constraint)) {
        return mentions_identifier(check->expression, column);
    }
    return std::visit(
        [&](const auto& one) {
            if constexpr (requires { one.columns; }) {
                return has(one.columns);
            } else {
                return false;
            }
        },
        constraint);
}

bool mentions(const schema::Index& index, const std::string& column) {
    return mentions_identifier(index.where, column) ||
           std::ranges::find(index.include, column) != index.include.end() ||
           std::ranges::any_of(index.elements, [&](const schema::IndexElement& element) {
               return element.column == column || mentions_identifier(element.expression, column);
           });
}

/// Constraints and indexes over a column that is dropped and added again have to follow it.
void renew_what_rests_on(TableDifference& result, const std::string& column) {
    for (const Constraint& constraint : constraints_of(*result.wanted)) {
        if (mentions(constraint, column)) {
            renew_constraint(result, constraint);
        }
    }
    for (const schema::Index& index : result.wanted->indexes) {
        const bool is_kept =
            std::ranges::find(result.live->indexes, index) != result.live->indexes.end();
        const bool is_renewed =
            std::ranges::find(result.added_indexes, index) != result.added_indexes.end();
        if (is_kept && !is_renewed && mentions(index, column)) {
            result.dropped_indexes.push_back(index);
            result.added_indexes.push_back(index);
        }
    }
}

}  // namespace

void renew_constraint(TableDifference& difference, const Constraint& constraint) {
    const auto has = [&](const std::vector<Constraint>& list) {
        return std::ranges::find(list, constraint) != list.end();
    };
    const std::vector<Constraint> live = constraints_of(*difference.live);
    if (has(live) && !has(difference.dropped_constraints)) {
        difference.dropped_constraints.push_back(constraint);
        difference.added_constraints.push_back(constraint);
    }
}

TableDifference difference_of(const schema::Table& live, const schema::Table& wanted) {
    TableDifference result{.live = &live, .wanted = &wanted};
    compare_columns(result);
    compare_constraints(result);
    compare_indexes(result);
    for (const std::string& column : result.replaced_columns) {
        renew_what_rests_on(result, column);
    }
    result.comment_differs = live.comment != wanted.comment;
    result.options_differ = live.options != wanted.options;
    return result;
}

}  // namespace azoth::migrate
