// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migration.hpp>

#include "integration/migrate/model_change.hpp"

// Enumerations that change under what rests on them, with rows, there and back.
using namespace azoth;
using namespace azoth::migrate;
using test::add_table;
using test::Change;
using test::described;
using test::is_sqlite;
using test::Lines;
using test::Rows;

namespace {

SqlType status(std::vector<std::string> labels) {
    return Enum("status", std::move(labels));
}

/// Table `t` with a status that is `new` unless it is said otherwise, and more.
template <class... Elements>
MetaData with_status(const SqlType& type, std::string_view initial, const Elements&... more) {
    MetaData metadata;
    add_table(metadata,
              "t",
              column("id", Integer(), primary_key),
              column("st", type, not_null, server_default(initial)),
              more...);
    return metadata;
}

const Lines two_rows{"insert into t (id, st) values (1, 'new')",
                     "insert into t (id, st) values (2, 'old')"};

Rows statuses(const Engine& engine) {
    return test::read(engine, "select id, st from t order by id");
}

void check_up_and_down(const Engine& engine,
                       const MetaData& first,
                       const MetaData& second,
                       ProofState proven = ProofState::Proven) {
    Change change{engine, first, two_rows};
    const Rows before = statuses(engine);

    const auto steps = change.up(second);

    CHECK(steps.proof.state == proven);
    CHECK(statuses(engine) == before);
    change.down(steps);
    CHECK(statuses(engine) == before);
}

const SqlType old_labels = status({"new", "old"});
const SqlType new_labels = status({"new", "old", "done"});

}  // namespace

TEST_CASE("a new label is the default in the same revision") {
    test::on_each_database([](const Engine& engine) {
        check_up_and_down(
            engine, with_status(old_labels, "'new'"), with_status(new_labels, "'done'"));
    });
}

TEST_CASE("a new label is used by an index, a check and a column of the same revision") {
    test::on_each_database([](const Engine& engine) {
        const MetaData first = with_status(old_labels, "'new'");

        check_up_and_down(
            engine,
            first,
            with_status(new_labels,
                        "'new'",
                        column("other", new_labels, not_null, server_default("'done'")),
                        check_constraint("ck_t_done", "st <> 'done' OR id > 0"),
                        index("ix_t_done", {"id"}, where("st = 'done'"))));
    });
}

TEST_CASE("data of the same revision use a new label, which is added in place where none does") {
    test::on_each_database([](const Engine& engine) {
        const MetaData first = with_status(old_labels, "'new'");
        const Change change{engine, first, two_rows};
        const operations::AlterColumn relabel = [] {
            operations::AlterColumn step{.table = {"t", ""}, .column = "st"};
            step.existing.type = old_labels;
            step.modified.type = new_labels;
            return step;
        }();

        const std::vector<Operation> steps{
            relabel, operations::Execute{"update t set st = 'done' where st = 'old'", ""}};
        const std::vector<std::string> statements = run_steps(engine, steps);

        CHECK(statuses(engine) == Rows{{"1", "new"}, {"2", "done"}});
        CHECK(statements.size() >= 2);
    });
}

TEST_CASE("a label goes from under an index, a check, a foreign key and other columns") {
    test::on_each_database([](const Engine& engine) {
        const auto models = [](const SqlType& type) {
            MetaData metadata = with_status(type,
                                            "'new'",
                                            column("before", type, server_default("'new'")),
                                            check_constraint("ck_t", "st <> 'new' OR id > 0"),
                                            check_constraint("ck_two", "before = st OR id > 0"),
                                            unique_constraint("uq_t_st", {"id", "st"}),
                                            index("ix_t_new", {"id"}, where("st = 'new'")));
            add_table(metadata,
                      "u",
                      column("id", Integer(), primary_key),
                      column("st", type, server_default("'new'"), comment("of the other")),
                      foreign_key_constraint("fk_u_t", {"id", "st"}, "t", {"id", "st"}));
            return metadata;
        };
        const MetaData first = models(status({"new", "old", "gone"}));

        // Rows of the proof hold the label that goes.
        check_up_and_down(
            engine, first, models(status({"new", "old"})), ProofState::ProvenWithoutRows);
    });
}

TEST_CASE("labels come in another order, with a default, a unique constraint and rows") {
    test::on_each_database([](const Engine& engine) {
        check_up_and_down(
            engine,
            with_status(status({"old", "new"}), "'old'", unique_constraint("uq_t", {"st"})),
            with_status(
                status({"new", "last", "old"}), "'new'", unique_constraint("uq_t", {"st"})));
    });
}

TEST_CASE("a label that rows hold is taken away: said to be at risk, and refused") {
    test::on_each_database([](const Engine& engine) {
        const MetaData first = with_status(status({"new", "old"}), "'new'");
        const MetaData second = with_status(status({"new", "done"}), "'new'");
        const Change change{engine, first, two_rows};

        const auto steps =
            autogenerate(engine, second, RevisionGraph{}, {.when_unsure = WhenUnsure::DropAndAdd});

        CHECK(
            steps.risks ==
            Lines{"column \"st\" of table \"t\" loses the label \"old\"; rows that hold one refuse "
                  "it: update them before, or say by using_expression what they become"});
        CHECK(steps.downgrade_risks ==
              Lines{"column \"st\" of table \"t\" loses the label \"done\"; rows that hold one "
                    "refuse it: update them before, or say by using_expression what they become"});
        CHECK_THROWS_AS(run_steps(engine, steps.upgrade), DatabaseError);
        CHECK(statuses(engine) == Rows{{"1", "new"}, {"2", "old"}});
    });
}

TEST_CASE("rows that hold a label that goes become what using_expression says") {
    test::on_each_database([](const Engine& engine) {
        const MetaData first = with_status(status({"new", "old"}), "'new'");
        const Change change{engine, first, two_rows};
        operations::AlterColumn step{.table = {"t", ""}, .column = "st"};
        step.modified.type = status({"new", "done"});
        step.using_expression = is_sqlite(engine)
                                    ? "CASE st WHEN 'old' THEN 'done' ELSE st END"
                                    : "(CASE st WHEN 'old' THEN 'done' ELSE st::text END)::status";

        run_steps(engine, std::vector<Operation>{step});

        CHECK(statuses(engine) == Rows{{"1", "new"}, {"2", "done"}});
    });
}

TEST_CASE("a label that is renamed is asked for, and rows follow it") {
    test::on_each_database([](const Engine& engine) {
        const auto models = [](const SqlType& type, std::string_view initial) {
            MetaData metadata = with_status(
                type, initial, index("ix_t", {"id"}, where("st = " + std::string{initial})));
            add_table(metadata, "u", column("id", Integer(), primary_key), column("st", type));
            return metadata;
        };
        const MetaData first = models(status({"new", "old"}), "'old'");
        const MetaData second = models(status({"new", "aged"}), "'aged'");
        Change change{engine, first, two_rows};
        test::run(engine, "insert into u (id, st) values (1, 'old')");

        const auto asked = autogenerate(engine, second, RevisionGraph{});
        const auto steps = change.up(second, {"t.st.old=t.st.aged"});

        REQUIRE(asked.questions.size() == 1);
        CHECK(asked.questions[0].text() ==
              "is label \"aged\" of column \"t.st\" the old label \"old\"?");
        CHECK(asked.questions[0].option() == "--rename t.st.old=t.st.aged");
        CHECK(steps.risks.empty());
        CHECK(statuses(engine) == Rows{{"1", "new"}, {"2", "aged"}});
        CHECK(test::read(engine, "select st from u") == Rows{{"aged"}});
        change.down(steps);
        CHECK(statuses(engine) == Rows{{"1", "new"}, {"2", "old"}});
        CHECK(test::read(engine, "select st from u") == Rows{{"old"}});
    });
}

TEST_CASE("a type that is called otherwise is renamed, with what rests on it") {
    test::on_each_database([](const Engine& engine) {
        const auto models = [](std::string_view name, std::vector<std::string> labels) {
            return with_status(Enum(name, std::move(labels)),
                               "'new'",
                               check_constraint("ck_t", "st <> 'new' OR id > 0"),
                               index("ix_t_new", {"id"}, where("st = 'new'")));
        };
        const MetaData first = models("state", {"new", "old"});

        // Where an enumeration is a check there is no type, and nothing to do.
        check_up_and_down(engine,
                          first,
                          models("status", {"new", "old"}),
                          is_sqlite(engine) ? ProofState::NotTried : ProofState::Proven);
    });
}

TEST_CASE("a type that is called otherwise may get labels at the same time") {
    test::on_each_database([](const Engine& engine) {
        check_up_and_down(engine,
                          with_status(Enum("state", {"new", "old"}), "'new'"),
                          with_status(Enum("status", {"new", "old", "done"}), "'done'"));
    });
}

TEST_CASE("a column takes another type that has its labels") {
    test::on_each_database([](const Engine& engine) {
        const auto models = [](const SqlType& type) {
            MetaData metadata = with_status(type, "'new'");
            add_table(metadata,
                      "u",
                      column("id", Integer(), primary_key),
                      column("a", Enum("state", {"new", "old"})),
                      column("b", Enum("status", {"new", "old"})));
            return metadata;
        };
        const MetaData first = models(Enum("state", {"new", "old"}));

        check_up_and_down(engine,
                          first,
                          models(Enum("status", {"new", "old"})),
                          is_sqlite(engine) ? ProofState::NotTried : ProofState::Proven);
    });
}
