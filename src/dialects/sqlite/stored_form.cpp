// SPDX-License-Identifier: MIT
#include <azoth/dialects/sql_text.hpp>
#include "compiler/typing.hpp"
#include "dialects/sqlite/compiler.hpp"
#include "dialects/sqlite/dialect.hpp"

namespace azoth::dialects::sqlite {

namespace {

bool is_time(const schema::Column& column) noexcept {
    return column.type.kind == TypeKind::Time || column.type.kind == TypeKind::DateTime ||
           column.type.kind == TypeKind::DateTimeTz;
}

/// Lengths of `12:34:56` or `2026-11-20 12:34:56`, and with six digits more.
struct Lengths {
    std::string bare;
    std::string whole;
};

Lengths lengths_of(const schema::Column& column) {
    return column.type.kind == TypeKind::Time ? Lengths{"8", "15"} : Lengths{"19", "26"};
}

}  // namespace

// SELECT 'at' WHERE EXISTS (SELECT 1 FROM t WHERE …) AND EXISTS (SELECT 1 FROM t WHERE …) UNION ALL
// …
//
// The first looks for a text that is not of the default form, the second for one that is not of
// SQLAlchemy's. A `T` between date and time is of neither.
std::string SqliteDialect::mixed_forms_query(const schema::Table& table) const {
    std::string query;
    const std::string from =
        " AND EXISTS (SELECT 1 FROM " + table_name(table.name, table.schema) + " WHERE ";
    for (const schema::Column& column : table.columns) {
        if (!is_time(column)) {
            continue;
        }
        const std::string name = identifier(column.name);
        const auto [bare, whole] = lengths_of(column);
        const std::string is_other = column.type.kind == TypeKind::Time
                                         ? std::string{}
                                         : " OR substr(" + name + ", 11, 1) != ' '";
        const std::string is_finite = name + " NOT IN ('infinity', '-infinity') AND ";
        query += (query.empty() ? "" : " UNION ALL ") + std::string{"SELECT "} +
                 sql_text::string_literal(column.name) + " WHERE 1" + from + is_finite +
                 "(NOT (length(" + name + ") = " + bare + " OR (length(" + name + ") = " + whole +
                 " AND " + name + " NOT LIKE '%.000000'))" + is_other + "))" + from + is_finite +
                 "(length(" + name + ") != " + whole + is_other + "))";
    }
    return query;
}

namespace {

/// The text of a time in the form of its column, whichever it has.
std::string in_form(const schema::Column& column, const std::string& text) {
    if (*column.stored_as.form == StoredForm::Default) {
        return "replace(" + text + ", '.000000', '')";
    }
    return "replace(substr(" + text + " || '.000000', 1, " + lengths_of(column).whole +
           "), 'infinity.000000', 'infinity')";
}

bool has_form(const schema::Column* column) noexcept {
    return column != nullptr && column->stored_as.form && is_time(*column);
}

/// What stands before and behind a value that gets the form of its column.
struct Around {
    std::string before;
    std::string after;
};

Around around_value(const schema::Column& column) {
    constexpr char place = '\0';
    const std::string form = in_form(column, std::string(1, place));
    const std::size_t at = form.find(place);
    return {.before = form.substr(0, at), .after = form.substr(at + 1)};
}

/// While it lives, literals are written for the column beside them.
class Comparison {
public:
    Comparison(compiler::SqlWriter& out, std::initializer_list<const tree::Node*> operands)
        : out_(out), before_(out.compared) {
        out_.compared = nullptr;
        for (const tree::Node* operand : operands) {
            const schema::Column* column = compiler::column_read(*operand);
            out_.compared = has_form(column) ? column : out_.compared;
        }
    }
    Comparison(const Comparison&) = delete;
    Comparison& operator=(const Comparison&) = delete;
    ~Comparison() { out_.compared = before_; }

private:
    compiler::SqlWriter& out_;
    const schema::Column* before_;
};

}  // namespace

std::string SqliteCompiler::row_value(const schema::Column& column, std::string operand) const {
    return has_form(&column) ? in_form(column, operand) : operand;
}

// at = ?  ->  at = replace(?, '.000000', '')
void SqliteCompiler::binary(const tree::Node& node, compiler::SqlWriter& out) const {
    const Comparison comparison{out, {node.child(0), node.child(1)}};
    SqlCompiler::binary(node, out);
}

void SqliteCompiler::between(const tree::Node& node, compiler::SqlWriter& out) const {
    const Comparison comparison{out, {node.child(0)}};
    SqlCompiler::between(node, out);
}

void SqliteCompiler::membership(const tree::Node& node, compiler::SqlWriter& out) const {
    const Comparison comparison{out, {node.child(0)}};
    SqlCompiler::membership(node, out);
}

void SqliteCompiler::stored_value(const schema::Column& column,
                                  const tree::Node& assignment,
                                  compiler::SqlWriter& out) const {
    const Around around = around_value(column);
    SqlCompiler::assigned(assignment, out.text(around.before));
    out.text(around.after);
}

void SqliteCompiler::stored_literal(const tree::Node& node, compiler::SqlWriter& out) const {
    const Around around = around_value(*out.compared);
    placeholder(node, out.text(around.before));
    out.text(around.after);
}

}  // namespace azoth::dialects::sqlite
