// SPDX-License-Identifier: MIT
#include "toy_words.hpp"

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>

using azoth::OperationalError;
using toy::Place;
using toy::translated;

TEST_CASE("the toy database refuses the words that it does not have") {
    for (const char* const statement : {
             "INSERT INTO t (a) VALUES (?) RETURNING id",
             "RELEASE SAVEPOINT s",
             "SELECT a FROM t LIMIT 1",
             "CREATE TABLE t (a BOOLEAN)",
             "SELECT a FROM t WHERE a = TRUE",
             "INSERT INTO t (a) VALUES (1), (2)",
             "SELECT 1",
             "SELECT (SELECT 1) FROM t",
             "WITH RECURSIVE a AS (SELECT b FROM t) SELECT b FROM a",
             "SELECT a FROM t AS other",
             "SELECT a FROM (SELECT a FROM t) AS other",
             "SELECT a FROM t WHERE flag",
             "SELECT a FROM t WHERE NOT flag AND a = 1",
             "SELECT a > 1 FROM t",
             "SELECT sum(a) FILTER (WHERE a > 1) FROM t",
             "SELECT a FROM t ORDER BY a NULLS LAST",
             "SELECT a FROM a_name_that_is_one_byte_too_long",
         }) {
        CAPTURE(statement);
        CHECK_THROWS_AS((void)translated(statement, Place::Outside), OperationalError);
    }
    std::string many = "SELECT a FROM t WHERE a IN (?";
    for (int i = 0; i < 2'100; ++i) {
        many += ", ?";
    }
    CHECK_THROWS_AS((void)translated(many + ")", Place::Outside), OperationalError);
    CHECK_THROWS_AS((void)translated("DROP TABLE t", Place::InTransaction), OperationalError);
}

TEST_CASE("the toy database says the rest in the words of the one underneath") {
    CHECK(translated("SELECT TOP (?) SKIP (?) a FROM t WHERE b = ?", Place::Outside) ==
          " SELECT A FROM T WHERE B = ?3 LIMIT ?1 OFFSET ?2");
    CHECK(translated("SELECT 'it''s', '', \"Odd\" FROM dual", Place::Outside) ==
          " SELECT 'it''s' , NULL , \"Odd\" FROM (SELECT 1)");
    CHECK(translated("SAVE TRANSACTION s", Place::Outside) == " SAVEPOINT S");
    CHECK(translated("ROLLBACK TRANSACTION s", Place::Outside) == " ROLLBACK TO S");
    CHECK(translated("SELECT a FROM t WHERE a BETWEEN b AND c AND d = 1", Place::Outside) ==
          " SELECT A FROM T WHERE A BETWEEN B AND C AND D = 1");
}
