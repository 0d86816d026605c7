// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/query.hpp>
#include <azoth/dialects/registry.hpp>

#include "integration/server.hpp"

#include <stdexcept>

namespace test_support {

using namespace azoth;

/// An empty place in a live database, over a connection of its own; gone with this.
class Live {
public:
    explicit Live(std::string_view scheme) : dialect_(*dialects::find_dialect(scheme).dialect) {
        const bool is_embedded = scheme == "sqlite";
        connection_ = dialects::find_dialect(scheme).driver->connect(
            {.url = Url::parse(is_embedded ? "sqlite://" : server_url())});
        for (const auto& statement : dialect_.on_connect()) {
            run(statement);
        }
        if (!is_embedded) {
            run("DROP SCHEMA IF EXISTS live CASCADE; CREATE SCHEMA live; SET search_path = live");
            run("SET client_min_messages = warning");
        }
        has_schema_ = !is_embedded;
    }
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;
    ~Live() {
        if (has_schema_) {
            run("ROLLBACK; DROP SCHEMA live CASCADE");
        }
    }

    void run(std::string_view sql) { connection_->run_script(sql); }
    void run(const std::vector<std::string>& statements) {
        for (const auto& statement : statements) {
            run(statement);
        }
    }
    void define(const ddl::Statement& statement) { run(dialect_.ddl(statement)); }
    /// The table and its indexes.
    void create(const schema::Table& table) {
        define(ddl::CreateTable{.table = table});
        for (const auto& index : table.indexes) {
            define(ddl::CreateIndex{.table = {table.name, table.schema}, .index = index});
        }
    }

    [[nodiscard]] dialects::Query query() { return dialects::query_on(*connection_); }
    [[nodiscard]] std::vector<schema::Table> tables(const dialects::CatalogRequest& request = {}) {
        return dialect_.catalog().tables(query(), request);
    }
    [[nodiscard]] schema::Table table(const std::string& name) {
        auto found = tables({.tables = {name}});
        if (found.size() != 1) {
            throw std::runtime_error{"no table " + name};
        }
        return std::move(found.front());
    }
    /// All rows as text: columns joined by `|`.
    [[nodiscard]] std::vector<std::string> rows(std::string_view sql) {
        std::vector<std::string> result;
        for (const auto& row : query()(sql, {})) {
            auto& line = result.emplace_back();
            for (const auto& value : row) {
                line += (&value == row.data() ? "" : "|") + value.to_string();
            }
        }
        return result;
    }

    [[nodiscard]] const dialects::Dialect& dialect() const noexcept { return dialect_; }
    [[nodiscard]] drivers::Connection& connection() noexcept { return *connection_; }

private:
    static std::string server_url() { return azoth::test::required_server_url(); }

    const dialects::Dialect& dialect_;
    std::unique_ptr<drivers::Connection> connection_{};
    bool has_schema_ = false;
};

}  // namespace test_support
