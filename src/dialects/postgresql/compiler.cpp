// SPDX-License-Identifier: MIT
#include "dialects/postgresql/compiler.hpp"

#include "dialects/postgresql/dialect.hpp"

namespace azoth::dialects::postgresql {

using compiler::SqlWriter;
using tree::Node;

namespace {

std::string_view type_of_literal(ValueKind kind) noexcept {
    switch (kind) {
        case ValueKind::Boolean:
            return "BOOLEAN";
        case ValueKind::Integer:
            return "BIGINT";
        case ValueKind::Real:
            return "DOUBLE PRECISION";
        case ValueKind::Null:
        case ValueKind::Text:
            return "VARCHAR";
        case ValueKind::Bytes:
            return "BYTEA";
        case ValueKind::Date:
            return "DATE";
        case ValueKind::Time:
            return "TIME";
        case ValueKind::DateTime:
            return "TIMESTAMP";
        case ValueKind::DateTimeTz:
            return "TIMESTAMP WITH TIME ZONE";
        case ValueKind::Interval:
            return "INTERVAL";
        case ValueKind::Decimal:
            return "NUMERIC";
        case ValueKind::Uuid:
            return "UUID";
        case ValueKind::Json:
            return "JSONB";
        case ValueKind::Array:
            return "VARCHAR[]";
    }
    return "VARCHAR";
}

}  // namespace

std::string PostgresqlCompiler::identifier(std::string_view name) const {
    return dialect().identifier(name);
}

std::string PostgresqlCompiler::type(const SqlType& type) const {
    return dialect().type(type);
}

// A parameter whose place tells nothing about its type would be taken for text.
void PostgresqlCompiler::literal(const Node& node, SqlWriter& out, compiler::Typing typing) const {
    placeholder(node, out);
    if (typing == compiler::Typing::Unknown) {
        out.text("::").text(type_of_literal(static_cast<ValueKind>(node.code)));
    }
}

const compiler::SqlCompiler& PostgresqlDialect::compiler() const noexcept {
    static const PostgresqlCompiler instance{dialect().capabilities()};
    return instance;
}

}  // namespace azoth::dialects::postgresql
