// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/declared_pairs.hpp"

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/plain_expression.hpp"

namespace azoth::migrate {
namespace {

using Checks = std::vector<schema::CheckConstraint>;

bool is_named(const Checks& checks, const std::string& name) {
    return !name.empty() &&
           std::ranges::find(checks, name, &schema::CheckConstraint::name) != checks.end();
}

/// Those that have no counterpart of their name, nor one of their text.
Checks left_over(const Checks& checks, const Checks& others) {
    Checks result;
    for (const schema::CheckConstraint& one : checks) {
        const bool has_text = std::ranges::any_of(others, [&](const auto& other) {
            return plain_expression(other.expression) == plain_expression(one.expression);
        });
        if (!is_named(others, one.name) && !has_text) {
            result.push_back(one);
        }
    }
    return result;
}

}  // namespace

std::optional<Constraint> declared(const Constraint& given,
                                   const schema::Table& given_back,
                                   const schema::Table& model) {
    if (auto found = resolve_constraint(model, name_of(given), kind_of(given), given)) {
        return found;
    }
    if (kind_of(given) != ddl::ConstraintKind::Check) {
        return std::nullopt;
    }
    const Checks here = left_over(given_back.checks, model.checks);
    const Checks there = left_over(model.checks, given_back.checks);
    const bool is_only = here.size() == 1 && there.size() == 1 &&
                         here.front() == std::get<schema::CheckConstraint>(given);
    return is_only ? std::optional<Constraint>{there.front()} : std::nullopt;
}

const schema::Index* declared(const schema::Index& given, const schema::Table& model) {
    const schema::Index* const found = find_index(model, given.name);
    return found != nullptr && found->elements.size() == given.elements.size() ? found : nullptr;
}

}  // namespace azoth::migrate
