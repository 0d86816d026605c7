// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/connection.hpp>

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/runtime/run_steps.hpp"
#include "migrate/verify/new_rows.hpp"

namespace azoth::migrate {
namespace {

using text_utility::quoted;
using Texts = std::vector<std::string>;

/// The upgraded schema has no such rows.
struct NotTaken {};

struct Place {
    TableName table{};
    std::string column{};
};

/// What the downgrade calls it in the end.
Place after(Place place, std::span<const Operation> downgrade) {
    for (const Operation& step : downgrade) {
        const auto* table = std::get_if<operations::RenameTable>(&step);
        const auto* column = std::get_if<operations::RenameColumn>(&step);
        if (table != nullptr && table->table == place.table) {
            place.table.name = table->new_name;
        }
        if (column != nullptr && column->table == place.table && column->column == place.column) {
            place.column = column->new_name;
        }
    }
    return place;
}

Texts values_in(Connection& connection, const Place& place) {
    const dialects::Dialect& dialect = connection.dialect();
    Texts values;
    for (const auto& row :
         connection.query("SELECT " + dialect.identifier(place.column) + " FROM " +
                          dialect.table_name(place.table.name, place.table.schema))) {
        values.push_back(row.front().to_string());
    }
    std::ranges::sort(values);
    return values;
}

/// Rows whose references are looked at no earlier than at the end of a transaction cannot be tried
/// in one that is taken back.
bool is_checked_late(const schema::Table& table) {
    return std::ranges::any_of(table.foreign_keys, [](const schema::ForeignKey& key) {
        return key.deferrable == Deferrable::InitiallyDeferred;
    });
}

/// `cannot execute "…": why; advice`  ->  `why`.
std::string reason_of(std::string message) {
    constexpr std::string_view end_of_statement = "\": ";
    const std::size_t found = message.find(end_of_statement);
    if (message.starts_with("cannot execute \"") && found != std::string::npos) {
        message.erase(0, found + end_of_statement.size());
    }
    return message.substr(0, message.find("; "));
}

class RowTrial {
public:
    RowTrial(const Engine& scratch, const MigrationPlan& plan, const NewRow& row)
        : scratch_{scratch}, plan_{plan}, row_{row}, place_{row.table, row.column} {}

    /// Nothing where the upgraded schema does not take the row either.
    std::optional<std::string> run() {
        try {
            try_steps(
                scratch_,
                plan_.downgrade,
                [&](Connection& connection) { write(connection); },
                [&](Connection& connection) { look(connection); });
            return fate_;
        } catch (const NotTaken&) {
            return std::nullopt;
        } catch (const DatabaseError& error) {
            return refused(error);
        } catch (const MigrationError& error) {
            return refused(error);
        }
    }

private:
    static std::string refused(const Error& error) {
        return "refused, and nothing is changed: " + reason_of(error.message());
    }

    void write(Connection& connection) {
        try {
            for (const std::string& sql : row_.inserts) {
                connection.run_script(sql);
            }
        } catch (const DatabaseError&) {
            throw NotTaken{};
        }
        if (!row_.count.empty() && connection.query(row_.count).front().front().as_integer() == 0) {
            throw NotTaken{};
        }
        if (!place_.column.empty()) {
            before_ = values_in(connection, place_);
        }
    }

    void look(Connection& connection) {
        const bool is_kept = place_.column.empty() ||
                             values_in(connection, after(place_, plan_.downgrade)) == before_;
        fate_ = is_kept ? "kept as it is" : "kept, but reads otherwise after it";
    }

    const Engine& scratch_;
    const MigrationPlan& plan_;
    const NewRow& row_;
    Place place_;
    Texts before_{};
    std::string fate_{};
};

}  // namespace

std::vector<std::string> try_new_rows(const Engine& scratch,
                                      const MigrationPlan& plan,
                                      std::size_t number) {
    Texts result;
    Texts tried;
    const auto rows = new_rows(plan.downgrade, plan.wanted, number, scratch.dialect());
    if (!rows.empty() && !scratch.dialect().capabilities().transactional_ddl) {
        return {
            "no rows that only the upgraded schema takes, for this database cannot take back "
            "what a downgrade defines"};
    }
    for (const NewRow& row : rows) {
        const std::string what = "table " + quoted(row.table.name) +
                                 (row.inserts.size() == 1 ? ", a row with " : ", rows with ") +
                                 row.with;
        const bool is_known = std::ranges::find(tried, what) != tried.end();
        if (is_known || is_checked_late(*find_table(plan.wanted, row.table))) {
            continue;
        }
        if (const auto fate = RowTrial{scratch, plan, row}.run()) {
            tried.push_back(what);
            result.push_back(what + ": " + *fate);
        }
    }
    return result;
}

}  // namespace azoth::migrate
