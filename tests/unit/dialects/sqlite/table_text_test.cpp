// SPDX-License-Identifier: MIT
#include "dialects/sqlite/table_text.hpp"

#include "dialects/sqlite/index_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::dialects::sqlite;

std::vector<std::string> texts(std::string_view sql) {
    std::vector<std::string> result;
    for (const auto& token : tokenize(sql)) {
        result.emplace_back(token.text);
    }
    return result;
}

using Texts = std::vector<std::string>;

TEST_CASE("SQL is split as SQLite splits it") {
    CHECK(texts("a -- b'\n/* ' */ \"x\"\"y\" [q'] `r` 'it''s' X'0f' 1.5e3 :p") ==
          Texts{"a", "\"x\"\"y\"", "[q']", "`r`", "'it''s'", "X'0f'", "1.5e3", ":", "p"});
    CHECK(texts("größe") == Texts{"größe"});
}

TEST_CASE("text without end is split to its end") {
    for (const auto* sql : {"'abc", "\"abc", "[abc", "/* abc", "-- abc", "a(", "x'", ""}) {
        CHECK_NOTHROW((void)tokenize(sql));
        CHECK_NOTHROW((void)parse_create_table(sql));
        CHECK_NOTHROW((void)parse_create_index(sql));
        CHECK_NOTHROW((void)parse_create_view(sql));
    }
    CHECK_FALSE(parse_create_table("CREATE TABLE t (").readable);
}

TEST_CASE("names lose their quotes") {
    const auto tokens = tokenize("\"a\"\"b\" [c] `d``e` 'f' g");

    CHECK(name_of(tokens[0]) == "a\"b");
    CHECK(name_of(tokens[1]) == "c");
    CHECK(name_of(tokens[2]) == "d`e");
    CHECK(name_of(tokens[3]) == "f");
    CHECK(name_of(tokens[4]) == "g");
}

TEST_CASE("a table's text is taken apart") {
    const auto table = parse_create_table(R"sql(CREATE TABLE "t(" ( -- a comment, with a comma
        id INTEGER CONSTRAINT "pk (t)" PRIMARY KEY ON CONFLICT ABORT AUTOINCREMENT,
        "order" VARCHAR ( 30 ) COLLATE nocase NOT NULL DEFAULT 'a,)' UNIQUE ON CONFLICT IGNORE,
        n double   precision DEFAULT -1.5 CHECK (n > (0) AND "order" <> ')'),
        untyped,
        parent INTEGER NOT NULL CONSTRAINT fk1 REFERENCES other (id) ON DELETE SET NULL ON UPDATE NO ACTION
            NOT DEFERRABLE NULL,
        total NUMERIC(10,2) GENERATED ALWAYS AS (n * (2)) STORED,
        CONSTRAINT ck CHECK (total >= 0) CONSTRAINT uq UNIQUE (n COLLATE binary DESC, "order"),
        FOREIGN KEY (n, parent) REFERENCES "else" DEFERRABLE INITIALLY DEFERRED
    ) WITHOUT ROWID, STRICT)sql");

    REQUIRE(table.readable);
    REQUIRE(table.columns.size() == 6);
    CHECK(table.strict);
    CHECK(table.without_rowid);
    CHECK(table.columns[0].find(ClauseKind::PrimaryKey)->name == "pk (t)");
    CHECK(table.columns[0].find(ClauseKind::PrimaryKey)->autoincrement);
    CHECK(table.columns[1].name == "order");
    CHECK(table.columns[1].written_name == "\"order\"");
    CHECK(table.columns[1].type == "VARCHAR(30)");
    CHECK(table.columns[1].find(ClauseKind::Collate)->expression == "nocase");
    CHECK(table.columns[1].find(ClauseKind::Default)->expression == "'a,)'");
    CHECK(table.columns[1].find(ClauseKind::Unique)->body == "UNIQUE ON CONFLICT IGNORE");
    CHECK(table.columns[2].type == "double precision");
    CHECK(table.columns[2].find(ClauseKind::Default)->expression == "-1.5");
    CHECK(table.columns[2].find(ClauseKind::Check)->expression == "n > (0) AND \"order\" <> ')'");
    CHECK(table.columns[3].type.empty());
    const auto& inline_key = table.columns[4].find(ClauseKind::ForeignKey)->foreign_key;
    CHECK(inline_key == schema::ForeignKey{.name = "fk1",
                                           .columns = {"parent"},
                                           .referred_table = "other",
                                           .referred_columns = {"id"},
                                           .on_delete = OnDelete::SetNull});
    CHECK(table.columns[5].find(ClauseKind::Generated)->expression == "n * (2)");
    CHECK(table.columns[5].find(ClauseKind::Generated)->stored);
    REQUIRE(table.clauses.size() == 3);
    CHECK(table.clauses[0].expression == "total >= 0");
    CHECK(table.clauses[1].columns == Texts{"n", "order"});
    CHECK(table.clauses[2].foreign_key ==
          schema::ForeignKey{.columns = {"n", "parent"},
                             .referred_table = "else",
                             .deferrable = Deferrable::InitiallyDeferred});
}

TEST_CASE("an index's text is taken apart") {
    const auto index = parse_create_index(
        "CREATE UNIQUE INDEX \"i (\" ON t (a COLLATE nocase DESC, ((lower(b || ','))), \"c\") "
        "WHERE a > 0 -- end");

    CHECK(index.unique);
    REQUIRE(index.parts.size() == 3);
    CHECK(index.parts[0].name == "a");
    CHECK(index.parts[0].collation == "nocase");
    CHECK(index.parts[0].order == schema::SortOrder::Descending);
    CHECK(index.parts[1].expression == "lower(b || ',')");
    CHECK(index.parts[2].name == "c");
    CHECK(index.where == "a > 0");
}

TEST_CASE("a view's query keeps the names of its columns") {
    CHECK(parse_create_view("CREATE VIEW v AS SELECT a AS b FROM t;") == "SELECT a AS b FROM t");
    CHECK(parse_create_view("CREATE VIEW \"as\" (x, y) AS SELECT 1, 2") ==
          "WITH view_columns (x, y) AS (SELECT 1, 2) SELECT * FROM view_columns");
}

}  // namespace
