// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// Structs become tables.
#include "check.hpp"
#include "models.hpp"

int main() {
    Base.validate();  // a wrong mapping is told here, with table and member; otherwise at first use
    const azoth::schema::Table* table = Base.metadata.find("user_account");
    check(table != nullptr && table->columns.size() == 3);
    check(table->find_column("fullname")->nullable && !table->find_column("name")->nullable);

    // [without_structs]
    azoth::MetaData metadata;
    const azoth::Table parts{"part", metadata,
                             azoth::column("id", azoth::Integer(), azoth::primary_key),
                             azoth::column("name", azoth::String(50), azoth::not_null)};
    const auto names = azoth::select(parts.c<std::string>("name")).where(parts.c<int>("id") > 5);
    // [/without_structs]
    check(azoth::to_sql(names, "sqlite").sql == "SELECT part.name FROM part WHERE part.id > ?");
}
