// SPDX-License-Identifier: MIT
#include "dialects/postgresql/live_schema.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>

#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/live_objects_sql.hpp"
#include "dialects/postgresql/quoted_text.hpp"

namespace azoth::dialects::postgresql {

namespace {

using Row = std::vector<Value>;

std::string text(const Row& row, std::size_t position) {
    const auto& value = row[position];
    return value.is_null() ? std::string{} : value.as_text();
}

std::vector<std::string> statements(const Row& row, std::size_t position) {
    std::vector<std::string> result;
    const std::string all = text(row, position);
    for (const auto one : text_utility::split(all, between_statements)) {
        if (!one.empty()) {
            result.emplace_back(one);
        }
    }
    return result;
}

struct NeutralValue {
    std::string_view type;
    std::string_view value;
};

constexpr std::array neutral_values{
    NeutralValue{"citext", "''"},
    NeutralValue{"hstore", "''"},
    NeutralValue{"tsvector", "''"},
    NeutralValue{"tsquery", "''"},
    NeutralValue{"name", "''"},
    NeutralValue{"\"char\"", "''"},
    NeutralValue{"money", "'0'"},
    NeutralValue{"oid", "'0'"},
    NeutralValue{"bit varying", "''"},
    NeutralValue{"inet", "'0.0.0.0'"},
    NeutralValue{"cidr", "'0.0.0.0/0'"},
    NeutralValue{"macaddr", "'00:00:00:00:00:00'"},
    NeutralValue{"macaddr8", "'00:00:00:00:00:00:00:00'"},
    NeutralValue{"point", "'(0,0)'"},
    NeutralValue{"pg_lsn", "'0/0'"},
};

/// While this lives, texts that the server makes name the schema of everything.
class QualifiedNames {
public:
    explicit QualifiedNames(const Query& query)
        : query_{query},
          before_{query("SELECT current_setting('search_path')", {}).at(0).at(0).as_text()} {
        set("");
    }
    QualifiedNames(const QualifiedNames&) = delete;
    QualifiedNames& operator=(const QualifiedNames&) = delete;
    /// In a transaction that has failed the setting ends with it.
    ~QualifiedNames() {
        try {
            set(before_);
        } catch (const std::exception&) {
        }
    }

private:
    void set(const std::string& path) const {
        (void)query_("SELECT set_config('search_path', " + quoted_text(path) + ", true)", {});
    }

    const Query& query_;
    std::string before_;
};

}  // namespace

std::string PostgresqlLiveSchema::default_schema(const Query& query) const {
    const Rows rows = query("SELECT coalesce(current_schema()::text, 'public')", {});
    return rows.at(0).at(0).as_text();
}

std::string PostgresqlLiveSchema::create_schema(std::string_view name) const {
    return "CREATE SCHEMA " + dialect().identifier(name);
}

std::string PostgresqlLiveSchema::drop_schema_if_empty(std::string_view name) const {
    return "DO $azoth$ BEGIN DROP SCHEMA IF EXISTS " + dialect().identifier(name) +
           "; EXCEPTION WHEN dependent_objects_still_exist THEN NULL; END $azoth$";
}

std::vector<LiveObject> PostgresqlLiveSchema::objects(const Query& query) const {
    const QualifiedNames qualified{query};
    std::vector<LiveObject> result;
    for (const auto& row : query(live_objects_sql(), {})) {
        result.push_back({.kind = text(row, ObjectKind),
                          .name = text(row, ObjectName),
                          .definition = text(row, ObjectDefinition),
                          .table = text(row, ObjectTable),
                          .create = statements(row, ObjectMade),
                          .drop = statements(row, ObjectDropped)});
    }
    return result;
}

/// pg_dump takes an index whose concurrent build failed for none.
std::vector<std::string> PostgresqlLiveSchema::left_out_by_program(const Query& query) const {
    const QualifiedNames qualified{query};
    std::vector<std::string> result;
    for (const auto& row : query(
             "SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = "
             "i.indexrelid WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relpersistence <> 't' "
             "AND c.relnamespace <> 'pg_toast'::regnamespace ORDER BY c.oid",
             {})) {
        result.push_back(text(row, 0));
    }
    return result;
}

std::optional<std::string> PostgresqlLiveSchema::neutral_value(std::string_view type) const {
    const std::string_view word = type.substr(0, type.find('('));
    if (word.ends_with("range")) {
        return "'empty'";
    }
    const auto* const found = std::ranges::find(neutral_values, word, &NeutralValue::type);
    return found == std::ranges::end(neutral_values) ? std::nullopt
                                                     : std::optional<std::string>{found->value};
}

std::vector<LiveEnum> PostgresqlLiveSchema::enum_types(const Query& query) const {
    std::vector<LiveEnum> result;
    for (const auto& row : query(
             "SELECT CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname::text END, "
             "t.typname::text, e.enumlabel::text FROM pg_type t JOIN pg_namespace n ON n.oid = "
             "t.typnamespace JOIN pg_enum e ON e.enumtypid = t.oid ORDER BY 1, 2, e.enumsortorder",
             {})) {
        const std::string schema = text(row, 0);
        const std::string name = text(row, 1);
        if (result.empty() || result.back().schema != schema || result.back().type.name != name) {
            result.push_back({.type = {.kind = TypeKind::Enum, .name = name}, .schema = schema});
        }
        result.back().type.values.push_back(text(row, 2));
    }
    return result;
}

const LiveSchema& PostgresqlDialect::live_schema() const noexcept {
    static const PostgresqlLiveSchema instance;
    return instance;
}

}  // namespace azoth::dialects::postgresql
