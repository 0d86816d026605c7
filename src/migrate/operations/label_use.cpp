// SPDX-License-Identifier: MIT
#include <azoth/migrate/operations/operation.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"
#include "migrate/operations/overloaded.hpp"
#include "migrate/operations/sql_texts.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using Labels = std::vector<std::string>;

/// Those of the new type that the old one lacks; all where nobody said what was before.
Labels added_labels(const AlterColumn& step) {
    const SqlType* after = step.modified.type ? enum_in(*step.modified.type) : nullptr;
    const SqlType* before = step.existing.type ? enum_in(*step.existing.type) : nullptr;
    Labels result;
    for (const std::string& label : after == nullptr ? Labels{} : after->values) {
        if (before == nullptr || std::ranges::find(before->values, label) == before->values.end()) {
            result.push_back(label);
        }
    }
    return result;
}

/// As a word of its own: a label stands in quotes, or in the braces of an array.
bool mentions(std::string_view text, std::string_view label) {
    for (std::size_t at = text.find(label); at != std::string_view::npos;
         at = text.find(label, at + 1)) {
        const std::size_t end = at + label.size();
        const bool begins = at == 0 || !sql_parts::continues_word(text[at - 1]);
        const bool ends = end == text.size() || !sql_parts::continues_word(text[end]);
        if (begins && ends) {
            return true;
        }
    }
    return false;
}

/// Every text of a step in which a label could stand.
class Texts {
public:
    explicit Texts(const std::string& label)
        : label_{label}, escaped_{sql_parts::in_quotes(label, '\'')} {}

    bool operator()(const CreateTable& s) const { return in_part(s.table); }
    bool operator()(const AddColumn& s) const { return in_part(s.column); }
    bool operator()(const AlterColumn& s) const {
        return in(s.using_expression) ||
               (s.modified.server_default && in(s.modified.server_default->value_or("")));
    }
    bool operator()(const CreateIndex& s) const { return in_part(s.index); }
    bool operator()(const AddConstraint& s) const {
        const auto* check = std::get_if<schema::CheckConstraint>(&s.constraint);
        return check != nullptr && in_part(*check);
    }
    bool operator()(const Execute& s) const { return in(s.sql); }
    bool operator()(const BulkInsert& s) const {
        return std::ranges::any_of(s.rows, [&](const auto& row) {
            return std::ranges::any_of(row, [&](const Value& value) {
                return value.kind() == ValueKind::Text && in(value.as_text());
            });
        });
    }
    bool operator()(const Run&) const { return true; }
    template <class Other>
    bool operator()(const Other&) const {
        return false;
    }

private:
    [[nodiscard]] bool in(std::string_view text) const {
        return mentions(text, label_) || text.find(escaped_) != std::string_view::npos;
    }
    template <class Part>
    [[nodiscard]] bool in_part(const Part& part) const {
        bool found = false;
        for_each_sql_text(part, [&](std::string_view text) { found = found || in(text); });
        return found;
    }

    const std::string& label_;
    std::string escaped_;
};

bool uses_one(std::span<const Operation> steps, const Labels& labels) {
    return std::ranges::any_of(labels, [&](const std::string& label) {
        return std::ranges::any_of(
            steps, [&](const Operation& step) { return std::visit(Texts{label}, step); });
    });
}

}  // namespace

std::vector<Operation> with_label_use(std::span<const Operation> operations, ddl::LabelUse after) {
    std::vector<Operation> result{operations.begin(), operations.end()};
    for (std::size_t i = 0; i < result.size(); ++i) {
        auto* const step = std::get_if<AlterColumn>(&result[i]);
        if (step == nullptr) {
            continue;
        }
        const Labels added = added_labels(*step);
        const bool is_used =
            after == ddl::LabelUse::AtOnce || uses_one(operations.subspan(i), added);
        step->label_use = !added.empty() && is_used ? ddl::LabelUse::AtOnce : ddl::LabelUse::Later;
    }
    return result;
}

}  // namespace azoth::migrate
