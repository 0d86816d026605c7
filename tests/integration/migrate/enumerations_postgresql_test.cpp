// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migration.hpp>

#include "integration/migrate/model_change.hpp"

// Enumerations as types of their own: arrays of them, other schemas, and what azoth does not model.
using namespace azoth;
using namespace azoth::migrate;
using test::add_table;
using test::Change;
using test::Rows;

namespace {

/// A database of its own, where there is a server.
template <class Story>
void on_postgresql(Story story) {
    if (!test::server_url().empty()) {
        const test::TemporaryDatabase database;
        story(database.engine());
    }
}

MetaData with_arrays(const std::vector<std::string>& labels) {
    MetaData metadata;
    const SqlType type = Enum("st", labels);
    add_table(metadata,
              "t",
              column("id", Integer(), primary_key),
              column("st", type, not_null, server_default("'a'"), unique),
              column("list", Array(type), server_default("'{a}'")));
    return metadata;
}

Rows types(const Engine& engine) {
    return test::read(engine,
                      "select n.nspname || '.' || t.typname, array_agg(e.enumlabel::text order by "
                      "e.enumsortorder)::text from pg_type t join pg_namespace n on n.oid = "
                      "t.typnamespace join pg_enum e on e.enumtypid = t.oid group by 1 order by 1");
}

operations::AlterColumn change_of_labels(std::vector<std::string> labels) {
    operations::AlterColumn step{.table = {"t", ""}, .column = "st"};
    step.modified.type = Enum("st", std::move(labels));
    return step;
}

}  // namespace

TEST_CASE("labels of an array and of a unique column are reordered and added") {
    on_postgresql([](const Engine& engine) {
        const MetaData first = with_arrays({"b", "a"});
        Change change{engine, first, {"insert into t values (1, 'b', '{a,b}')"}};

        const auto steps = change.up(with_arrays({"a", "b", "c"}));

        CHECK(types(engine) == Rows{{"public.st", "{a,b,c}"}});
        CHECK(test::read(engine, "select st::text, list::text from t") == Rows{{"b", "{a,b}"}});
        change.down(steps);
        CHECK(types(engine) == Rows{{"public.st", "{b,a}"}});
        CHECK(test::read(engine, "select st::text, list::text from t") == Rows{{"b", "{a,b}"}});
    });
}

TEST_CASE("an array's elements get another type, with a default and rows") {
    on_postgresql([](const Engine& engine) {
        const auto models = [](const SqlType& type) {
            MetaData metadata;
            add_table(metadata,
                      "t",
                      column("id", Integer(), primary_key),
                      column("v", Array(type), not_null, server_default("'{}'")));
            return metadata;
        };
        const MetaData first = models(Text());
        Change change{engine, first, {"insert into t values (1, '{1,2.50}')"}};

        const auto steps = change.up(models(Numeric(6, 2)));

        CHECK(test::read(engine, "select v::text from t") == Rows{{"{1.00,2.50}"}});
        change.down(steps);
        CHECK(test::read(engine, "select v::text from t") == Rows{{"{1.00,2.50}"}});
    });
}

TEST_CASE("types go and come in the schema of their table, or in the one that they name") {
    on_postgresql([](const Engine& engine) {
        test::run(engine,
                  "create schema app; create schema other; create type other.e as enum ('a', 'b');"
                  "create table u (id integer primary key, e other.e not null default 'a')");
        MetaData first;
        Engine reflected = engine;
        first.reflect(reflected);
        const auto with_app = [](const std::vector<std::string>& labels) {
            schema::Table table{.name = "v", .schema = "app"};
            schema::append(table, column("id", Integer(), primary_key));
            schema::append(table, column("st", Enum("app_st", labels), indexed));
            MetaData metadata;
            metadata.add(std::move(table));
            return metadata;
        };
        const MetaData second = with_app({"x", "y"});

        const auto steps = autogenerate(engine, second, RevisionGraph{});
        run_steps(engine, steps.upgrade);
        CHECK(types(engine) == Rows{{"app.app_st", "{x,y}"}});
        const auto more = autogenerate(engine, with_app({"y", "z", "x"}), RevisionGraph{});
        run_steps(engine, more.upgrade);
        CHECK(types(engine) == Rows{{"app.app_st", "{y,z,x}"}});
        run_steps(engine, more.downgrade);
        run_steps(engine, steps.downgrade);

        CHECK(types(engine) == Rows{{"other.e", "{a,b}"}});
        CHECK(autogenerate(engine, first, RevisionGraph{}).upgrade.empty());
    });
}

TEST_CASE("a type is made anew under views, policies, triggers, statistics, rights and comments") {
    on_postgresql([](const Engine& engine) {
        test::run(engine, R"(
create type st as enum ('new', 'old', 'gone');
comment on type st is 'how it is';
create table t (id integer primary key, st st not null default 'new', list st[]);
insert into t values (1, 'new', '{new,old}'), (2, 'old', null);
create index ix on t ((st = 'old')) where st = 'new';
comment on index ix is 'new ones';
alter table t add constraint ck check (st <> 'new' or id > 0) not valid;
create view v with (security_barrier = true) as select id, st from t where st <> 'old';
comment on view v is 'seen';
grant select on v to public;
create materialized view m as select st, count(*) from v group by st;
create unique index m_st on m (st);
create policy p on t for select using (st = 'new');
create function nothing() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before update of st on t for each row when (new.st = 'old') execute function nothing();
create trigger on_view instead of insert on v for each row execute function nothing();
create statistics s on (st = 'new'), id from t;
)");
        const auto texts = [&] {
            return test::read(engine, R"(
select pg_get_viewdef('v'::regclass), pg_get_viewdef('m'::regclass), pg_get_indexdef('m_st'::regclass),
    pg_get_indexdef('ix'::regclass), obj_description('ix'::regclass, 'pg_class'),
    obj_description('v'::regclass, 'pg_class'), obj_description('st'::regtype, 'pg_type'),
    (select reloptions::text from pg_class where relname = 'v'), has_table_privilege('public', 'v', 'select')::text,
    (select pg_get_expr(polqual, polrelid) from pg_policy),
    (select string_agg(pg_get_triggerdef(oid), ';' order by tgname) from pg_trigger where not tgisinternal),
    (select pg_get_statisticsobjdef(oid) from pg_statistic_ext),
    (select pg_get_constraintdef(oid) from pg_constraint where conname = 'ck'),
    (select string_agg(t.*::text, ';' order by id) from t), (select string_agg(m.*::text, ';' order by st) from m))");
        };
        const Rows before = texts();

        run_steps(engine, std::vector<Operation>{change_of_labels({"old", "new"})});

        CHECK(texts() == before);
        CHECK(types(engine) == Rows{{"public.st", "{old,new}"}});
    });
}

TEST_CASE("what cannot be taken down refuses, and the type stays as it was") {
    on_postgresql([](const Engine& engine) {
        test::run(engine,
                  "create type st as enum ('new', 'old'); create table t (id integer, st st);"
                  "create function f(st) returns integer language sql as 'select 1'");

        CHECK_THROWS_AS(run_steps(engine, std::vector<Operation>{change_of_labels({"new"})}),
                        DatabaseError);

        CHECK(types(engine) == Rows{{"public.st", "{new,old}"}});
    });
}

TEST_CASE("a label that nothing uses yet is added in place, without touching rows") {
    on_postgresql([](const Engine& engine) {
        test::run(engine, "create type st as enum ('a'); create table t (id integer, st st)");
        const std::vector<Operation> steps{change_of_labels({"a", "b"})};

        CHECK(run_steps(engine, steps) ==
              std::vector<std::string>{"ALTER TYPE st ADD VALUE IF NOT EXISTS 'b' AFTER 'a'"});
    });
}

TEST_CASE("types without a cast between them ask for an expression") {
    on_postgresql([](const Engine& engine) {
        MetaData first;
        add_table(first, "t", column("id", Integer(), primary_key), column("v", Integer()));
        MetaData second;
        add_table(second, "t", column("id", Integer(), primary_key), column("v", sql::Date()));
        const Change change{engine, first, {}};

        try {
            (void)autogenerate(engine, second, RevisionGraph{});
            FAIL("it should have been refused");
        } catch (const CompileError& error) {
            CHECK(error.code() == "no-cast");
            CHECK(
                error.message() ==
                "cannot change the type of column \"v\" of table \"t\" from Integer() to "
                "sql::Date(): PostgreSQL has no cast between them; say what becomes of the values "
                "with .using_expression in op.alter_column (autogenerate writes the step with "
                "--no-verify)");
        }
    });
}
