// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>

#include "integration/migrate/foreign_schema.hpp"
#include "integration/migrate/random_live_schema.hpp"

#include <array>
#include <cstdlib>

// Random revisions over random live schemas that hold more than azoth models: what is called proven
// goes there and back on the live database, the rest is refused with a reason. AZOTH_TEST_SEED and
// AZOTH_TEST_LIVE_SCHEMAS say where it begins, and how many there are.
using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::test::foreign;

namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* given = std::getenv(variable);
    return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

/// Some of the live tables, changed, as models.
class Wish {
public:
    Wish(std::vector<schema::Table> live, RandomLiveSchema& random) : random_{random} {
        for (schema::Table& table : live) {
            if (table.name == "log" || random_.chance(75)) {
                known_.insert(table.name);
                if (has_odd_key(table)) {
                    allowed_.changed.insert(table.name);
                }
                wanted_.push_back(std::move(table));
            }
        }
        const std::size_t count = wanted_.size();
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t changes = random_.below(3); changes > 0; --changes) {
                change(wanted_[i]);
            }
        }
    }

    [[nodiscard]] MetaData models() const {
        MetaData result{NamingConvention{}};
        for (const schema::Table& table : wanted_) {
            if (!dropped_.contains(table.name)) {
                result.add(table, NamePolicy::Keep);
            }
        }
        return result;
    }
    [[nodiscard]] bool includes(const schema::Table& table) const {
        return known_.contains(table.name);
    }
    [[nodiscard]] const Allowed& allowed() const { return allowed_; }

private:
    /// Models have no keys that may be NULL, and none of a number that is no rowid.
    static bool has_odd_key(const schema::Table& table) {
        return std::ranges::any_of(table.columns, [](const schema::Column& column) {
            const bool is_number =
                column.type.kind == TypeKind::Integer || column.type.kind == TypeKind::BigInteger;
            return column.primary_key && (column.nullable || (is_number && !column.autoincrement));
        });
    }

    void change(schema::Table& table) {
        const auto change = static_cast<Change>(random_.below(change_count));
        const std::string name = table.name;
        if (dropped_.contains(name) || (change == Change::DropTable && name == "log") ||
            !done_.insert({name, change}).second) {
            return;
        }
        if (!apply(table, change, allowed_, random_.below(5))) {
            return;
        }
        if (change == Change::DropTable) {
            dropped_.insert(name);
            forget(name);
        } else if (change == Change::RenameTable) {
            known_.insert(table.name);
            follow(name, table.name);
        }
    }

    /// What refers to a table goes with it.
    void forget(const std::string& name) {
        for (schema::Table& table : wanted_) {
            if (std::erase_if(table.foreign_keys,
                              [&](const auto& key) { return key.referred_table == name; }) > 0) {
                allowed_.changed.insert(table.name);
            }
        }
    }

    void follow(const std::string& name, const std::string& new_name) {
        for (schema::Table& table : wanted_) {
            for (schema::ForeignKey& key : table.foreign_keys) {
                key.referred_table = key.referred_table == name ? new_name : key.referred_table;
            }
        }
    }

    RandomLiveSchema& random_;
    std::vector<schema::Table> wanted_{};
    std::set<std::string> known_{};
    std::set<std::string> dropped_{};
    std::set<std::pair<std::string, Change>> done_{};
    Allowed allowed_{};
};

/// Only these say that a revision cannot be, so that a person can act upon it.
bool is_reason(std::string_view why) {
    static constexpr std::array<std::string_view, 4> codes{
        "table-in-use: ", "column-in-use: ", "broken-objects: ", "broken-references: "};
    const bool is_sqlites_own = why.find(": error in trigger ") != std::string_view::npos ||
                                why.find(": error in view ") != std::string_view::npos;
    return is_sqlites_own ||
           std::ranges::any_of(codes, [&](auto code) { return why.starts_with(code); });
}

Outcome outcome_of(std::uint64_t seed) {
    RandomLiveSchema random{seed};
    const std::string sql = random.make();
    const test::TemporaryFile file;
    const Engine engine = create_engine("sqlite:///" + file.path());
    test::run_outside(engine, sql);
    fill(engine);
    const Wish wish{reflect_tables(engine), random};
    Outcome outcome = up_and_down(
        engine,
        wish.models(),
        [&](const schema::Table& table) { return wish.includes(table); },
        wish.allowed());
    outcome.why += "\n" + sql;
    return outcome;
}

}  // namespace

TEST_CASE(
    "random SQLite schemas with more than azoth models: what is proven goes there and back, the "
    "rest is refused") {
    const std::uint64_t first = number_from("AZOTH_TEST_SEED", std::random_device{}());
    const std::uint64_t count = number_from("AZOTH_TEST_LIVE_SCHEMAS", 20);
    MESSAGE("seeds " << first << " to " << first + count - 1);
    const bool is_shown = std::getenv("AZOTH_TEST_LIVE_SCHEMAS") != nullptr;
    std::array<std::size_t, 5> counts{};
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const Outcome outcome = outcome_of(seed);
        ++counts.at(static_cast<std::size_t>(outcome.kind));
        if (outcome.kind == Outcome::Kind::Refused && is_shown) {
            MESSAGE("seed " << seed << ": " << outcome.why.substr(0, outcome.why.find('\n')));
        }
        const bool is_right = outcome.kind != Outcome::Kind::Failed &&
                              (outcome.kind != Outcome::Kind::Refused || is_reason(outcome.why));
        CHECK_MESSAGE(is_right, "seed " << seed << ": " << outcome.why);
    }
    MESSAGE(counts[0] << " done, " << counts[2] << " refused, " << counts[3] << " at risk");
}
