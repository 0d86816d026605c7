// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"

namespace azoth::dialects::postgresql {

namespace {

constexpr compiler::Capabilities postgresql_capabilities{
    .parameter_style = compiler::ParameterStyle::Numbered,
    .insert_returning = true,
    .update_returning = true,
    .delete_returning = true,
    .on_conflict = true,
    .transactional_ddl = true,
    .alter_add_constraint = true,
    .comments = true,
    .is_distinct_from = true,
    .ilike = true,
    .typed_parameters = true,
    .sql_rules = {.escape_texts = true,
                  .dollar_texts = true,
                  .backtick_names = true,  // no name, but nothing of PostgreSQL's own either
                  .dollars_in_words = true,
                  .nested_comments = true,
                  .return_ends_comment = true},
    .max_parameters = 65'535,
    .max_batch_bytes = 1 << 20,
    .max_identifier_length = 63,
};

std::string_view isolation_text(Isolation isolation) noexcept {
    switch (isolation) {
        case Isolation::Default:
            return "";
        case Isolation::ReadUncommitted:
            return " ISOLATION LEVEL READ UNCOMMITTED";
        case Isolation::ReadCommitted:
            return " ISOLATION LEVEL READ COMMITTED";
        case Isolation::RepeatableRead:
            return " ISOLATION LEVEL REPEATABLE READ";
        case Isolation::Serializable:
            return " ISOLATION LEVEL SERIALIZABLE";
    }
    return "";
}

}  // namespace

const compiler::Capabilities& PostgresqlDialect::capabilities() const noexcept {
    return postgresql_capabilities;
}

std::string PostgresqlDialect::begin(Isolation isolation, Access access) const {
    auto text = "BEGIN" + std::string{isolation_text(isolation)};
    return access == Access::ReadOnly ? text + " READ ONLY" : text;
}

const PostgresqlDialect& dialect() noexcept {
    static const PostgresqlDialect instance;
    return instance;
}

}  // namespace azoth::dialects::postgresql
