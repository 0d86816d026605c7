// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/changed_parts.hpp"

#include <algorithm>
#include <map>

#include "migrate/operations/overloaded.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using dialects::ChangedPart;

class Collecting {
public:
    explicit Collecting(std::span<const Operation> steps) : steps_{steps} {}

    std::vector<ChangedColumn> run() {
        for (const Operation& step : steps_) {
            look_at(step);
        }
        return std::move(result_);
    }

private:
    void look_at(const Operation& step) {
        std::visit(
            Overloaded{
                [&](const RenameTable& s) {
                    tables_[{s.new_name, s.table.schema}] = original(s.table);
                },
                [&](const RenameColumn& s) {
                    columns_[{original(s.table), s.new_name}] = original(s.table, s.column);
                },
                [&](const DropTable& s) { add(s.table, {}, ChangedPart::Fate::Dropped, step); },
                [&](const DropColumn& s) {
                    const bool comes_back = is_added(s.table, s.column);
                    add(s.table,
                        s.column,
                        comes_back ? ChangedPart::Fate::Altered : ChangedPart::Fate::Dropped,
                        step);
                },
                [&](const AlterColumn& s) {
                    if (s.modified.type) {
                        add(s.table, s.column, ChangedPart::Fate::Altered, step);
                    }
                },
                [](const auto&) {},
            },
            step);
    }

    void add(const TableName& table,
             const std::string& column,
             ChangedPart::Fate fate,
             const Operation& step) {
        const auto [schema, name] = original(table);
        result_.push_back({.part = {.table = name,
                                    .schema = schema,
                                    .column = original(table, column),
                                    .fate = fate},
                           .step = describe(step)});
    }

    [[nodiscard]] bool is_added(const TableName& table, const std::string& column) const {
        return std::ranges::any_of(steps_, [&](const Operation& step) {
            const auto* added = std::get_if<AddColumn>(&step);
            return added != nullptr && added->table == table && added->column.name == column;
        });
    }

    using Name = std::pair<std::string, std::string>;  // schema, name

    [[nodiscard]] Name original(const TableName& table) const {
        const auto found = tables_.find({table.name, table.schema});
        return found == tables_.end() ? Name{table.schema, table.name} : found->second;
    }

    [[nodiscard]] std::string original(const TableName& table, const std::string& column) const {
        const auto found = columns_.find({original(table), column});
        return found == columns_.end() ? column : found->second;
    }

    std::span<const Operation> steps_;
    std::map<Name, Name> tables_{};
    std::map<std::pair<Name, std::string>, std::string> columns_{};
    std::vector<ChangedColumn> result_{};
};

}  // namespace

std::vector<ChangedColumn> changed_parts(std::span<const Operation> steps) {
    return Collecting{steps}.run();
}

}  // namespace azoth::migrate
