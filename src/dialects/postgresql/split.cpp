// SPDX-License-Identifier: MIT
#include <pg_query.h>

#include <azoth/dialects/split_sql.hpp>

#include "dialects/postgresql/dialect.hpp"

namespace azoth::dialects::postgresql {

namespace {

class Split {
public:
    explicit Split(const std::string& script)
        : result_{pg_query_split_with_parser(script.c_str())} {}
    Split(const Split&) = delete;
    Split& operator=(const Split&) = delete;
    ~Split() { pg_query_free_split_result(result_); }

    [[nodiscard]] bool has_failed() const noexcept { return result_.error != nullptr; }
    [[nodiscard]] std::vector<std::string> of(std::string_view script) const {
        std::vector<std::string> statements;
        for (int i = 0; i < result_.n_stmts; ++i) {
            const PgQuerySplitStmt& one = *result_.stmts[i];
            const auto text = script.substr(static_cast<std::size_t>(one.stmt_location),
                                            static_cast<std::size_t>(one.stmt_len));
            if (const auto statement = after_comments(text, dialect().capabilities().sql_rules);
                !statement.empty()) {
                statements.emplace_back(statement);
            }
        }
        return statements;
    }

private:
    PgQuerySplitResult result_;
};

}  // namespace

/// By PostgreSQL's own parser. It is that of one version: what it does not understand is wrong, or
/// newer, and is split by what can be seen without a grammar.
std::vector<std::string> PostgresqlDialect::split(std::string_view script) const {
    const std::string text{script};
    const Split split{text};
    return split.has_failed() ? split_sql(text, capabilities().sql_rules) : split.of(text);
}

}  // namespace azoth::dialects::postgresql
