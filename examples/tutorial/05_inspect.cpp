// SPDX-License-Identifier: MIT
// Looking into a database.
#include "check.hpp"
#include "models.hpp"

#include <azoth/reflection/inspector.hpp>

int main() {
    azoth::Engine engine = azoth::create_engine(database_url());
    Base.metadata.create_all(engine);
    // [inspect]
    auto inspector = azoth::inspect(engine);
    const auto tables = inspector.table_names();
    const auto columns = inspector.columns("user_account");
    const auto keys = inspector.foreign_keys("address");
    azoth::MetaData metadata;
    metadata.reflect(engine);  // tables, views, keys, indexes, checks
    // [/inspect]
    check(tables.size() == 2 && columns.size() == 3);
    check(keys.size() == 1 && keys[0].on_delete == azoth::OnDelete::Cascade);
    check(metadata.find("user_account") != nullptr);
}
