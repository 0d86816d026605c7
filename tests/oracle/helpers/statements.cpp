// SPDX-License-Identifier: MIT
// Prints the SQL of statements that statements.py builds with SQLAlchemy, one JSON object a line.
#include <azoth/core.hpp>

#include <iostream>

#include <nlohmann/json.hpp>

using namespace azoth;

namespace {

struct Address;

template <class T>
struct Links {
    using azoth_link_target = T;
    static constexpr mapping::LinkKind azoth_link_kind = mapping::LinkKind::Many;
};

struct User {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> fullname{};
    int age = 0;
    Links<Address> addresses{};
};

struct Address {
    std::int64_t id = 0;
    std::string email{};
    std::int64_t user_id = 0;
};

DeclarativeBase base;
const auto users = base.map<User>("user_account");
const auto addresses =
    base.map<Address>("address", column(&Address::user_id, foreign_key(&User::id)));

const auto id = col(&User::id);
const auto name = col(&User::name);
const auto fullname = col(&User::fullname);
const auto age = col(&User::age);
const auto email = col(&Address::email);
const auto user_id = col(&Address::user_id);

template <class Statement>
void print(std::string_view key, const Statement& statement) {
    nlohmann::json line{{"key", key}};
    for (const std::string_view dialect : {"sqlite", "postgresql"}) {
        const auto compiled = to_sql(statement, dialect);
        auto& parameters = line["parameters"][std::string{dialect}] = nlohmann::json::array();
        for (const Value& value : compiled.parameters) {
            parameters.push_back(value.kind() == ValueKind::Integer
                                     ? nlohmann::json(value.as_integer())
                                     : nlohmann::json(value.as_text()));
        }
        line["sql"][std::string{dialect}] = compiled.sql;
    }
    std::cout << line.dump() << '\n';
}

void print_selects() {
    print("entity", select<User>());
    print("columns", select(id, name));
    print("where", select(id).where(name == "ed"));
    print("where_twice", select(id).where(name == "ed").where(id > 5));
    print("or", select(id).where(name == "ed" or id < 3));
    print("or_and", select(id).where((name == "ed" or id < 3) and age >= 7));
    print("and_or", select(id).where((name == "ed" and id < 3) or age <= 7));
    print("not_equal", select(id).where(name != "ed"));
    print("null", select(id).where(fullname == std::nullopt));
    print("not_null", select(id).where(fullname.is_not_null()));
    print("columns_compared", select(id).where(name == fullname));
    print("between", select(id).where(age.between(1, 9)));
    print("in", select(id).where(id.in_({1, 2, 3})));
    print("not_in", select(id).where(id.not_in({1, 2})));
    print("in_query", select(id).where(id.in_(select(user_id).where(email == "x"))));
    print("like", select(id).where(name.like("e%")));
    print("not_like", select(id).where(name.not_like("e%")));
    print("order", select(id).order_by(name, id.desc()));
    print("order_nulls", select(id).order_by(fullname.nulls_first(), name.desc().nulls_last()));
    print("limit", select(id).limit(3));
    print("limit_offset", select(id).limit(3).offset(4));
    print("distinct", select(name).distinct());
    print("label", select((age + 1).label("next")));
    print("order_label", select((age + 1).label("next")).order_by((age + 1).label("next").desc()));
    print("add", select(id).where(age + 1 > 5));
    print("multiply", select(id).where((age + 1) * 2 > 5));
    print("subtract_right", select(id).where(age - (id - 1) == 0));
    print("concatenate", select(id).where(name + "x" == "edx"));
    print("negate", select(id).where(-age < 3));
    print("distinct_from", select(id).where(fullname.is_distinct_from("x")));
    print("case", select(case_(when(age < 5, "a"), when(age < 9, "b")).else_("c").label("kind")));
    print("case_where", select(id).where(case_(when(age < 5, name)) == "x"));
    print("cast", select(id.cast<std::string>().label("text")));
    print("coalesce", select(func::coalesce(fullname, name).label("shown")));
    print("function", select(func::lower(name)));
    print("two_functions", select(func::count(id), func::max(age), func::count(name)));
    print("count_star", select(func::count()).select_from<User>());
    print("count_distinct", select(func::count(name.distinct()).label("names")));
    print("group", select(age, func::count(id)).group_by(age));
    print("having", select(age, func::count(id)).group_by(age).having(func::count(id) > 1));
    print("filter", select(func::count(id).filter(age > 3).label("n")));
    print("over",
          select(func::row_number().over(partition_by(age).order_by(id.desc())).label("n")));
}

void print_joins() {
    const auto boss = alias<User>("boss");
    const auto old = select(id, name).where(age > 60);
    print("join", select(name, email).join(&User::addresses));
    print("join_on", select(name, email).join<Address>(user_id == id and email != "x"));
    print("outer_join", select(name, nullable(email)).outer_join(&User::addresses));
    print("alias", select(name).join(boss, boss[&User::id] == age).where(boss[&User::name] == "x"));
    print("exists", select(id).where(exists(select(col(&Address::id)).where(user_id == id))));
    print("not_exists",
          select(id).where(not exists(select(col(&Address::id)).where(user_id == id))));
    print("scalar", select(id).where(age > select(func::avg(age)).scalar_subquery()));
    const auto subquery = old.subquery("senior");
    print("subquery", select(subquery.c(&User::name)).where(subquery.c(&User::id) < 9));
    const auto cte = old.cte("senior");
    print("cte", select(cte.c(&User::name)).where(cte.c(&User::id) < 9));
    print("union", select(id).where(id == 1).union_(select(id).where(id == 2)));
    print("union_all", select(id).union_all(select(user_id)));
    print("intersect", select(id).intersect(select(user_id)));
    print("except", select(id).except_(select(user_id)));
}

void print_changes() {
    print("insert", insert<User>().values(set(&User::name, "x"), set(&User::age, 5)));
    print("insert_null",
          insert<User>().values(
              set(&User::name, "x"), set(&User::fullname, std::nullopt), set(&User::age, 5)));
    print("insert_rows",
          insert<Address>().values(
              std::vector<Address>{{.email = "a", .user_id = 1}, {.email = "b", .user_id = 2}}));
    print("update", update<User>().set(&User::name, "x").where(id == 5));
    print("update_expression", update<User>().set(&User::age, age + 1).where(id == 5));
    print("delete", delete_from<User>().where(id == 5));
    print("delete_all", delete_from<User>());
    print("upsert",
          insert<User>()
              .values(set(&User::id, 1), set(&User::name, "x"), set(&User::age, 5))
              .on_conflict(&User::id)
              .do_update(set(&User::name, excluded(&User::name))));
    print("upsert_nothing",
          insert<User>()
              .values(set(&User::id, 1), set(&User::name, "x"), set(&User::age, 5))
              .on_conflict()
              .do_nothing());
}

}  // namespace

int main() {
    print_selects();
    print_joins();
    print_changes();
}
