// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/mapping/declarative_base.hpp>
#include <azoth/migrate/autogenerate/autogenerate.hpp>
#include <azoth/migrate/render/cpp_body.hpp>
#include <azoth/migration.hpp>

#include "integration/migrate/databases.hpp"
#include "migrate/runtime/run_steps.hpp"

// Float and Double: one model for each database, and nothing that differs afterwards.
using namespace azoth;
using namespace azoth::migrate;

namespace {

struct Sample {
    std::int64_t id = 0;
    float narrow = 0;
    double wide = 0;
    double taken_over = 0;
    std::optional<float> absent{};
};

DeclarativeBase base;
const auto samples = base.map<Sample>("float_sample", column(&Sample::taken_over, Float(53)));

test::Rows types_in(const Engine& engine) {
    return engine.url().dialect == "sqlite"
               ? test::read(engine,
                            "select name, type from pragma_table_info('float_sample') order by cid")
               : test::read(engine,
                            "select column_name::text, data_type::text from "
                            "information_schema.columns where table_name = 'float_sample' order by "
                            "ordinal_position");
}

}  // namespace

TEST_CASE(
    "float, double and Float(53) are what each database calls them, in revisions as declared") {
    test::on_each_database([](const Engine& engine) {
        const bool is_sqlite = engine.url().dialect == "sqlite";

        const auto found = autogenerate(engine, base.metadata, RevisionGraph{}, {});

        const std::string body = render_cpp_revision(found).upgrade;
        CAPTURE(body);
        CHECK(body.find("column(\"narrow\", Float(), not_null)") != std::string::npos);
        CHECK(body.find("column(\"wide\", Double(), not_null)") != std::string::npos);
        CHECK(body.find("column(\"taken_over\", Float(53), not_null)") != std::string::npos);
        CHECK(body.find("column(\"absent\", Float())") != std::string::npos);
        run_steps(engine, found.upgrade);
        CHECK(types_in(engine) == (is_sqlite ? test::Rows{{"id", "INTEGER"},
                                                          {"narrow", "FLOAT"},
                                                          {"wide", "DOUBLE"},
                                                          {"taken_over", "FLOAT"},
                                                          {"absent", "FLOAT"}}
                                             : test::Rows{{"id", "bigint"},
                                                          {"narrow", "real"},
                                                          {"wide", "double precision"},
                                                          {"taken_over", "double precision"},
                                                          {"absent", "real"}}));
        CHECK(autogenerate(engine, base.metadata, RevisionGraph{}, {}).upgrade.empty());
    });
}

TEST_CASE("a double in Float(53) comes back as it was") {
    test::on_each_database([](const Engine& engine) {
        base.metadata.create_all(engine);
        const Sample sample{.narrow = 0.1F, .wide = 0.1, .taken_over = 1.0 / 3.0, .absent = 2.5F};
        engine.begin([&](Connection& connection) {
            connection.execute(insert<Sample>(), std::vector{sample});
        });

        Connection connection = engine.connect();
        const Sample read = connection.execute(select<Sample>()).one();

        CHECK(read.narrow == sample.narrow);
        CHECK(read.wide == sample.wide);
        CHECK(read.taken_over == sample.taken_over);
        CHECK(read.absent == sample.absent);
    });
}
