// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/definitions.hpp>
#include <azoth/engine/unwatched_references.hpp>
#include <azoth/schema/metadata.hpp>

#include <algorithm>
#include <map>
#include <set>

// MetaData's members that need a connection: declared in schema/, defined here.
namespace azoth {

namespace {

using NameSet = std::set<std::string, std::less<>>;

/// Names of the tables that are there, by schema; each schema is asked for once.
class Present {
public:
    explicit Present(Connection& connection) : connection_(connection) {}

    [[nodiscard]] bool has(const schema::Table& table) {
        auto found = schemas_.find(table.schema);
        if (found == schemas_.end()) {
            const auto names = connection_.dialect().catalog().table_names(
                connection_.query_callback(), table.schema);
            found = schemas_.emplace(table.schema, NameSet{names.begin(), names.end()}).first;
        }
        return found->second.contains(table.name);
    }

private:
    Connection& connection_;
    std::map<std::string, NameSet> schemas_{};
};

void run(Connection& connection, const ddl::Statement& statement) {
    for (const std::string& sql : connection.dialect().ddl(statement)) {
        connection.run_script(sql);
    }
}

bool is_cyclic(const schema::DependencyOrder& order,
               const schema::Table& table,
               const schema::ForeignKey& key) {
    return std::ranges::any_of(order.cyclic, [&](const auto& pair) {
        return pair.first == &table && pair.second == &key;
    });
}

/// Foreign keys that close a cycle are left for later where they can be added later.
schema::Table without_cyclic_keys(const schema::DependencyOrder& order,
                                  const schema::Table& table) {
    schema::Table copy = table;
    copy.foreign_keys.clear();
    for (const schema::ForeignKey& key : table.foreign_keys) {
        if (!is_cyclic(order, table, key)) {
            copy.foreign_keys.push_back(key);
        }
    }
    return copy;
}

void create_table(Connection& connection,
                  const schema::DependencyOrder& order,
                  const schema::Table& table) {
    const bool adds_later = connection.dialect().capabilities().alter_add_constraint;
    run(connection,
        ddl::CreateTable{.table = adds_later ? without_cyclic_keys(order, table) : table});
    for (const schema::Index& index : table.indexes) {
        run(connection, ddl::CreateIndex{.table = {table.name, table.schema}, .index = index});
    }
}

void drop_cyclic_keys(Connection& connection,
                      const schema::DependencyOrder& order,
                      Present& present) {
    if (!connection.dialect().capabilities().alter_add_constraint) {
        return;
    }
    for (const auto& [table, key] : order.cyclic) {
        if (present.has(*table)) {
            run(connection,
                ddl::DropConstraint{.table = {table->name, table->schema},
                                    .name = key->name,
                                    .kind = ddl::ConstraintKind::ForeignKey});
        }
    }
}

void drop_table(Connection& connection, const schema::Table& table) {
    run(connection,
        ddl::DropTable{.table = {table.name, table.schema},
                       .enum_types = ddl::enum_types_of(table)});
}

void drop_tables(Connection& connection, const schema::DependencyOrder& order) {
    Present present{connection};
    drop_cyclic_keys(connection, order, present);
    for (const schema::Table* table : std::vector(order.tables.rbegin(), order.tables.rend())) {
        if (present.has(*table)) {
            drop_table(connection, *table);
        }
    }
}

/// A server that locks what a transaction drops has a limit to that.
constexpr std::size_t tables_of_a_portion = 100;
constexpr std::string_view out_of_memory = "53200";

/// Referring tables first, a transaction for each portion.
void drop_in_portions(const Engine& engine, const schema::DependencyOrder& order) {
    engine.begin([&](Connection& connection) {
        Present present{connection};
        drop_cyclic_keys(connection, order, present);
    });
    const std::vector tables(order.tables.rbegin(), order.tables.rend());
    for (std::size_t begin = 0; begin < tables.size(); begin += tables_of_a_portion) {
        engine.begin([&](Connection& connection) {
            Present present{connection};
            const std::size_t end = std::min(begin + tables_of_a_portion, tables.size());
            for (std::size_t i = begin; i < end; ++i) {
                if (present.has(*tables[i])) {
                    drop_table(connection, *tables[i]);
                }
            }
        });
    }
}

/// With references unwatched where they can be, and looked at in the end.
void drop_at_once(const Engine& engine, const schema::DependencyOrder& order) {
    Connection connection = engine.connect();
    if (!connection.dialect().capabilities().transactional_ddl) {
        const engine::DefinitionScope outside{connection};
        return drop_tables(connection, order);
    }
    engine::ForeignKeysDisabled unwatched{connection};
    Transaction transaction = connection.begin(Access::ReadWrite);
    const auto before = engine::broken_references(connection);
    drop_tables(connection, order);
    const auto broken = engine::newly_broken_references(connection, before);
    if (!broken.empty()) {
        throw IntegrityError{
            "referred-table",
            "cannot drop the tables: rows of other tables refer to theirs (" +
                std::to_string(broken.size()) +
                " in all; table, row, referred table, key of the first: " + broken.front() +
                "); delete those rows first, or drop their table too"};
    }
    transaction.commit();
    unwatched.end();
}

std::string described(const schema::UnmodelledPart& part) {
    return part.name.empty() ? part.what : part.what + ' ' + text_utility::quoted(part.name);
}

/// What was reflected and cannot be written again.
void refuse_losses(const std::set<const schema::Table*>& tables,
                   std::span<const schema::UnmodelledPart> parts,
                   std::string_view dialect) {
    std::map<std::string, std::vector<std::string>> lost;
    for (const auto& part : parts) {
        const bool is_made = std::ranges::any_of(
            tables, [&](const auto* table) { return table->full_name() == part.table; });
        if (is_made && part.dialect != dialect) {
            lost[part.table].push_back(described(part));
        }
    }
    std::vector<std::string> lines;
    for (const auto& [table, what] : lost) {
        lines.push_back("table " + text_utility::quoted(table) + " has " +
                        text_utility::join(what, ", "));
    }
    if (!lines.empty()) {
        throw CompileError{"unmodelled-parts",
                           "cannot create the reflected tables without a loss: " +
                               text_utility::join(lines, "; ") +
                               ", which azoth does not model; call leave_out_unmodelled() of the "
                               "metadata, create the tables, and make by SQL what they need of it"};
    }
}

}  // namespace

void MetaData::create_all(Connection& connection, IfPresent if_present) const {
    const engine::DefinitionScope scope{connection};
    const auto all = tables();
    const auto order = schema::sort_by_dependency(all);
    Present present{connection};
    std::set<const schema::Table*> created;
    for (const schema::Table* table : order.tables) {
        if (if_present == IfPresent::Fail || !present.has(*table)) {
            created.insert(table);
        }
    }
    refuse_losses(created, unmodelled(), connection.dialect().name());
    for (const schema::Table* table : order.tables) {
        if (created.contains(table)) {
            create_table(connection, order, *table);
        }
    }
    if (!connection.dialect().capabilities().alter_add_constraint) {
        return;
    }
    for (const auto& [table, key] : order.cyclic) {
        if (created.contains(table)) {
            run(connection,
                ddl::AddForeignKey{.table = {table->name, table->schema}, .constraint = *key});
        }
    }
}

void MetaData::create_all(const Engine& engine, IfPresent if_present) const {
    Connection connection = engine.connect();
    engine::define(connection, [&] { create_all(connection, if_present); });
}

void MetaData::drop_all(Connection& connection) const {
    const engine::DefinitionScope scope{connection};
    const auto all = tables();
    const auto order = schema::sort_by_dependency(all);
    if (!order.cyclic.empty()) {
        for (const std::string& sql : connection.dialect().defer_references()) {
            connection.run_script(sql);
        }
    }
    try {
        drop_tables(connection, order);
    } catch (const IntegrityError& error) {
        throw IntegrityError{
            error.code(),
            error.message() +
                "; inside a transaction the rows of a table are deleted before it is "
                "dropped, with references watched over: call drop_all with the "
                "engine instead of a connection",
            error.details()};
    }
}

void MetaData::drop_all(const Engine& engine) const {
    const auto all = tables();
    const auto order = schema::sort_by_dependency(all);
    try {
        drop_at_once(engine, order);
    } catch (const OperationalError& error) {
        if (error.details().sqlstate != out_of_memory || all.size() <= tables_of_a_portion) {
            throw;
        }
        drop_in_portions(engine, order);
    }
}

}  // namespace azoth
