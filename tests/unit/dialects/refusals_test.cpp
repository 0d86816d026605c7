// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"
#include "dialects/sqlite/dialect.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/schema/elements.hpp>
#include <azoth/schema/table.hpp>
#include <azoth/types/sql_type.hpp>
#include <azoth/types/value.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace azoth;

template <class Call>
std::string code_of(Call&& call) {
    try {
        call();
    } catch (const CompileError& error) {
        return std::string{error.code()};
    }
    return "none";
}

}  // namespace

TEST_CASE("a name that the database cannot take is refused, not cut") {
    const auto& postgresql = dialects::postgresql::dialect();
    const auto& sqlite = dialects::sqlite::dialect();

    CHECK(code_of([&] { (void)postgresql.identifier(""); }) == "bad-identifier");
    CHECK(code_of([&] { (void)postgresql.identifier(std::string(64, 'a')); }) == "bad-identifier");
    CHECK(code_of([&] { (void)sqlite.identifier(std::string("a\0b", 3)); }) == "bad-identifier");
    CHECK(code_of([&] { (void)sqlite.identifier(std::string(64, 'a')); }) == "none");
}

TEST_CASE("a text with a zero byte is no literal of PostgreSQL") {
    const std::string text("a\0b", 3);

    CHECK(code_of([&] { (void)dialects::postgresql::dialect().literal(ValueView::text(text)); }) ==
          "bad-literal");
}

TEST_CASE("a type that the database does not have is refused with its way out") {
    CHECK(code_of([] { (void)dialects::sqlite::dialect().type(Array(Integer())); }) ==
          "type-unsupported");
    CHECK(code_of([] { (void)dialects::postgresql::dialect().type(Enum("", {"a"})); }) ==
          "type-unsupported");
}

TEST_CASE("a statement for more rows than one can carry is refused") {
    schema::Table table{.name = "t"};
    schema::append(table, column("a", Integer()));
    const compiler::RowShape shape{
        .table = &table, .values = {&table.columns[0]}, .rows = 1'000'000};

    CHECK(code_of([&] { (void)dialects::sqlite::dialect().compiler().compile_rows(shape); }) ==
          "too-many-rows");
}
