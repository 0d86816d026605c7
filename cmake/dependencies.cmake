# SPDX-License-Identifier: MIT
# Everything comes from the distribution's packages; `./dev setup` installs them.

find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(tomlplusplus 3.3 REQUIRED)
find_path(AZOTH_MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)
mark_as_advanced(AZOTH_MUSTACHE_INCLUDE_DIR)

if(AZOTH_WITH_SQLITE)
    find_package(SQLite3 3.37 REQUIRED)
endif()
if(AZOTH_WITH_POSTGRESQL)
    find_package(PostgreSQL 15 REQUIRED)
    find_package(pg_query REQUIRED)
endif()
