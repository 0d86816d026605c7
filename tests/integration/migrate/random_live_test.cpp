// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/autogenerate/autogenerate.hpp>

#include "integration/migrate/databases.hpp"
#include "migrate/runtime/live_objects.hpp"
#include "migrate/runtime/run_steps.hpp"
#include "migrate/verify/schema_copy.hpp"

#include <cstdlib>
#include <map>

// Random revisions over random live schemas that hold more than azoth models. What is called proven
// works on the live database, both ways; everything else is refused with a reason.
using namespace azoth;
using namespace azoth::migrate;

namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
    const char* given = std::getenv(name);
    return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

class RandomLive {
public:
    explicit RandomLive(std::uint64_t seed) : random_{seed} {}

    /// Tables t0, t1, …, each with what rests on it.
    std::string script() {
        std::string sql =
            "create function f() returns trigger language plpgsql as $$ begin return new; end $$;";
        for (int table = 0; table < tables; ++table) {
            sql += table_sql(name("t", table), table);
        }
        for (int table = 0; table < tables; ++table) {
            for (int extra = below(6); extra > 0; --extra) {
                sql += extra_sql(name("t", table), name("x", 10 * table + extra));
            }
        }
        return sql;
    }

    /// Models that want some of the tables otherwise.
    MetaData models(const std::vector<schema::Table>& live) {
        MetaData result;
        for (schema::Table table : live) {
            if (chance(15)) {
                continue;
            }
            change(table);
            // Tables come in the order of their names, and refer to the first one only.
            if (result.find("t0") == nullptr) {
                table.foreign_keys.clear();
            }
            result.add(std::move(table), NamePolicy::Keep);
        }
        schema::Table always{.name = "always"};
        schema::append(always, column("id", Integer(), primary_key));
        result.add(std::move(always));
        return result;
    }

private:
    static constexpr int tables = 3;

    static std::string name(const char* prefix, int number) {
        return prefix + std::to_string(number);
    }
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    std::string column_name() { return name("c", below(4)); }

    std::string table_sql(const std::string& table, int number) {
        std::string sql = "create table " + table + " (id int primary key, r int4range";
        for (int column = 0; column < 4; ++column) {
            sql += ", " + name("c", column) +
                   (chance(50)   ? " int"
                    : chance(50) ? " varchar(20)"
                                 : " numeric(6, 2)");
        }
        if (chance(30)) {
            sql += ", unique (c0) deferrable initially deferred";
        }
        if (chance(30)) {
            sql += ", exclude using gist (r with &&)";
        }
        if (chance(30)) {
            sql += ", constraint " + table + "_ck check (c1 is not null) no inherit";
        }
        if (number > 0 && chance(40)) {
            sql += ", t int references t0 match full on delete set null deferrable";
        }
        return sql + ")" + (chance(20) ? " with (fillfactor = 60)" : "") + ";";
    }

    std::string extra_sql(const std::string& table, const std::string& extra) {
        const std::string column = column_name();
        switch (below(9)) {
            case 0:
                return "create view " + extra + " as select id, " + column + " from " + table +
                       "; grant select on " + extra + " to public;";
            case 1:
                return "create materialized view " + extra + " as select " + column + " from " +
                       table + "; create index on " + extra + " (" + column + ");";
            case 2:
                return "create trigger " + extra + " before update of " + column + " on " + table +
                       " for each row execute function f();";
            case 3:
                return "create policy " + extra + " on " + table + " using (" + column +
                       " is not null);";
            case 4:
                return "alter table " + table + " add constraint " + extra + " check (" + column +
                       " is not null) not valid;";
            case 5:
                return "create index " + extra + " on " + table + " (" + column +
                       ") with (fillfactor = 55);";
            case 6:
                return "comment on column " + table + "." + column + " is '" + extra + "';";
            case 7:
                return "create rule " + extra + " as on delete to " + table + " do also nothing;";
            default:
                return "create statistics " + extra + " on id, " + column + " from " + table + ";";
        }
    }

    void change(schema::Table& table) {
        for (int changes = below(3); changes > 0; --changes) {
            const std::string column = column_name();
            schema::Column* found = table.find_column(column);
            if (found == nullptr) {
                continue;
            }
            switch (below(4)) {
                case 0:
                    widen(found->type);
                    break;
                case 1:
                    drop(table, column);
                    break;
                case 2:
                    table.columns.push_back({.name = name("n", changes), .type = Text()});
                    break;
                default:
                    found->server_default = std::nullopt;
                    table.comment = "changed";
                    break;
            }
        }
    }

    static void widen(SqlType& type) {
        if (type.kind == TypeKind::Integer) {
            type = BigInteger();
        } else if (type.kind == TypeKind::String) {
            type.length = 40;
        } else if (type.kind == TypeKind::Numeric) {
            type.precision = 9;
        }
    }

    /// With what azoth knows to rest on it.
    static void drop(schema::Table& table, const std::string& column) {
        const auto is_over = [&](const auto& constraint) {
            return std::ranges::find(constraint.columns, column) != constraint.columns.end();
        };
        std::erase_if(table.columns, [&](const schema::Column& one) { return one.name == column; });
        std::erase_if(table.uniques, is_over);
        std::erase_if(table.foreign_keys, is_over);
        std::erase_if(table.checks, [&](const schema::CheckConstraint& check) {
            return check.expression.find(column) != std::string::npos;
        });
        std::erase_if(table.indexes, [&](const schema::Index& index) {
            return index.elements.front().column == column;
        });
    }

    std::mt19937_64 random_;
};

std::vector<std::string> difference(const std::vector<dialects::LiveObject>& before,
                                    const std::vector<dialects::LiveObject>& after) {
    const ObjectDifference found = difference_of(before, after);
    std::vector<std::string> lines = describe(found.missing);
    for (const auto* list : {&found.changed, &found.added}) {
        const auto more = describe(*list);
        lines.insert(lines.end(), more.begin(), more.end());
    }
    return lines;
}

enum class Outcome : std::uint8_t { Nothing, Proven, NotWhole, Refused };

/// Only these say that a revision cannot be: with a reason that a person can act upon.
void check_is_a_reason(const MigrationError& error) {
    CHECK_MESSAGE(error.code() == "dependents-in-the-way", error.what());
}

Outcome outcome_of(std::uint64_t seed) {
    const test::TemporaryDatabase database;
    const Engine engine = database.engine();
    RandomLive random{seed};
    test::run(engine, random.script());
    const MetaData models = random.models(reflect_tables(engine));
    AutogenerateOptions options{.when_unsure = WhenUnsure::DropAndAdd, .rows = 2};
    Autogenerated found;
    try {
        found = autogenerate(engine, models, RevisionGraph{}, options);
    } catch (const MigrationError& error) {
        check_is_a_reason(error);
        return Outcome::Refused;
    }
    if (found.upgrade.empty()) {
        return Outcome::Nothing;
    }
    const auto before = objects_of(engine);
    run_steps(engine, found.upgrade);
    options.purpose = Purpose::Check;
    CHECK(autogenerate(engine, models, RevisionGraph{}, options).upgrade.empty());
    run_steps(engine, found.downgrade);
    if (!found.proof.is_whole()) {
        return Outcome::NotWhole;
    }
    CHECK(difference(before, objects_of(engine)) == std::vector<std::string>{});
    return Outcome::Proven;
}

}  // namespace

TEST_CASE("random live schemas with more than azoth models: what is proven works, both ways") {
    if (test::server_url().empty()) {
        return;
    }
    const std::uint64_t first = number_from("AZOTH_TEST_SEED", std::random_device{}());
    const std::uint64_t count = number_from("AZOTH_TEST_LIVE_SCHEMAS", 8);
    MESSAGE("seeds " << first << " to " << first + count - 1);
    std::map<Outcome, int> outcomes;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        CAPTURE(seed);
        try {
            ++outcomes[outcome_of(seed)];
        } catch (const Error& error) {
            FAIL_CHECK(std::string{error.what()} << "\nstatement: " << error.statement());
        }
    }
    MESSAGE("proven " << outcomes[Outcome::Proven] << ", not wholly " << outcomes[Outcome::NotWhole]
                      << ", refused " << outcomes[Outcome::Refused]);
}
