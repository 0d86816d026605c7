// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/fit.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/dialects/live_schema.hpp>
#include <azoth/engine/connection.hpp>

#include <algorithm>
#include <set>

#include "migrate/autogenerate/changed_parts.hpp"
#include "migrate/runtime/live_objects.hpp"
#include "migrate/runtime/type_in_use.hpp"

namespace azoth::migrate {
namespace {

using dialects::ChangedPart;
using dialects::LiveEnum;
using dialects::LiveObject;
using text_utility::quoted;

class Fitting {
public:
    Fitting(Connection& connection, std::span<const schema::Table> live, Steps& steps)
        : query_{connection.query_callback()},
          dialect_{connection.dialect()},
          schema_{dialect_.live_schema()},
          live_{live},
          steps_{steps} {}

    void run() {
        default_schema_ = schema_.default_schema(query_);
        keep_types();
        put_dependents_aside();
        add_schemas();
    }

private:
    [[nodiscard]] Operation own_text(std::string sql) const {
        return operations::Execute{std::move(sql), std::string{dialect_.name()}};
    }

    void add_schemas() {
        std::set<std::string> wanted;
        for (const Operation& step : steps_.upgrade) {
            if (const auto* create = std::get_if<operations::CreateTable>(&step)) {
                wanted.insert(create->table.schema);
            }
        }
        wanted.erase("");
        if (wanted.empty() || schema_.create_schema("s").empty()) {
            return;
        }
        for (const std::string& there : dialect_.catalog().schema_names(query_)) {
            wanted.erase(there);
        }
        std::vector<Operation> first;
        for (const std::string& name : wanted) {
            first.push_back(own_text(schema_.create_schema(name)));
            steps_.downgrade.push_back(own_text(schema_.drop_schema_if_empty(name)));
        }
        steps_.upgrade.insert(steps_.upgrade.begin(), first.begin(), first.end());
    }

    /// A name with a dot has its schema in it.
    [[nodiscard]] static bool is_named(const LiveEnum& live,
                                       const SqlType& type,
                                       const std::string& schema) {
        return (live.type.name == type.name && live.schema == schema) ||
               live.schema + "." + live.type.name == type.name;
    }

    void keep_types() {
        const auto concerns_types = [](const Operation& step) {
            return std::holds_alternative<operations::CreateEnum>(step) ||
                   std::holds_alternative<operations::DropEnum>(step);
        };
        if (std::ranges::none_of(steps_.upgrade, concerns_types)) {
            return;
        }
        const std::vector<LiveEnum> there = schema_.enum_types(query_);
        std::erase_if(steps_.upgrade, [&](const Operation& step) {
            const auto* create = std::get_if<operations::CreateEnum>(&step);
            const auto* drop = std::get_if<operations::DropEnum>(&step);
            return (create != nullptr && is_kept(create->type, create->schema, there)) ||
                   (drop != nullptr && is_used_elsewhere(*drop));
        });
    }

    void keep_in_downgrade(const SqlType& type, const std::string& schema) {
        std::erase_if(steps_.downgrade, [&](const Operation& step) {
            const auto* create = std::get_if<operations::CreateEnum>(&step);
            const auto* drop = std::get_if<operations::DropEnum>(&step);
            return (create != nullptr && create->type.name == type.name &&
                    create->schema == schema) ||
                   (drop != nullptr && drop->type.name == type.name && drop->schema == schema);
        });
    }

    bool is_kept(const SqlType& type,
                 const std::string& schema,
                 const std::vector<LiveEnum>& there) {
        const auto found = std::ranges::find_if(
            there, [&](const LiveEnum& live) { return is_named(live, type, schema); });
        if (found == there.end()) {
            return false;
        }
        if (found->type.values != type.values) {
            throw MigrationError{
                "type-in-the-way",
                "cannot offer the revision: the models have an enumeration " + quoted(type.name) +
                    ", and the database has a type of that name with other labels, which no table "
                    "that is compared uses; drop or rename the one in the database, or give the "
                    "models' one another name"};
        }
        keep_in_downgrade(type, schema);
        return true;
    }

    bool is_used_elsewhere(const operations::DropEnum& step) {
        const ChangedPart part = part_that_goes(step);
        const std::vector<LiveObject> users = schema_.dependents(query_, std::span{&part, 1});
        const bool is_used = std::ranges::any_of(users, [&](const LiveObject& user) {
            return user.kind != "default value" && !is_compared(user.table);
        });
        if (is_used) {
            keep_in_downgrade(step.type, step.schema);
        }
        return is_used;
    }

    [[nodiscard]] bool is_compared(const std::string& full_name) const {
        return std::ranges::any_of(live_, [&](const schema::Table& table) {
            const std::string& schema = table.schema.empty() ? default_schema_ : table.schema;
            return dialect_.table_name(table.name, schema) == full_name;
        });
    }

    /// References between compared tables are dropped by steps.
    [[nodiscard]] std::vector<LiveObject> dependents(std::span<const ChangedPart> parts) const {
        std::vector<LiveObject> found = schema_.dependents(query_, parts);
        std::erase_if(found, [&](const LiveObject& one) {
            return one.kind == "table constraint" && is_compared(one.table);
        });
        return found;
    }

    void put_dependents_aside() {
        const std::vector<ChangedColumn> changed = changed_parts(steps_.upgrade);
        std::vector<ChangedPart> altered;
        for (const ChangedColumn& one : changed) {
            if (one.part.fate == ChangedPart::Fate::Altered) {
                altered.push_back(one.part);
                continue;
            }
            refuse(one.step, dependents(std::span{&one.part, 1}));
        }
        const std::vector<LiveObject> aside = dependents(altered);
        std::vector<LiveObject> without_text = aside;
        std::erase_if(without_text, [](const LiveObject& one) {
            return !one.create.empty() && !one.drop.empty();
        });
        refuse("a column's type changes", without_text);
        put_round(steps_.upgrade, aside);
        put_round(steps_.downgrade, aside);
    }

    void put_round(std::vector<Operation>& steps, std::span<const LiveObject> aside) const {
        std::vector<Operation> first;
        for (const LiveObject& one : aside) {
            for (const std::string& sql : one.drop) {
                first.push_back(own_text(sql));
            }
        }
        for (std::size_t i = aside.size(); i-- > 0;) {
            for (const std::string& sql : aside[i].create) {
                steps.push_back(own_text(sql));
            }
        }
        steps.insert(steps.begin(), first.begin(), first.end());
    }

    static void refuse(const std::string& step, std::span<const LiveObject> dependents) {
        if (dependents.empty()) {
            return;
        }
        throw MigrationError{
            "dependents-in-the-way",
            "cannot offer the revision: " + step + " is not possible while there is " +
                text_utility::join(describe(dependents), ", ") +
                ", which rests on it and which azoth cannot put back; drop or change that in a "
                "revision of its own first, or keep the table out of the comparison with "
                "`exclude` in azoth.toml"};
    }

    dialects::Query query_;
    const dialects::Dialect& dialect_;
    const dialects::LiveSchema& schema_;
    std::span<const schema::Table> live_;
    Steps& steps_;
    std::string default_schema_{};
};

}  // namespace

void fit_to(const Engine& engine, std::span<const schema::Table> live, Steps& steps) {
    Connection connection = engine.connect();
    Fitting{connection, live, steps}.run();
}

}  // namespace azoth::migrate
