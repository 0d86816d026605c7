# SPDX-License-Identifier: MIT
# One library for each component. A file is added by putting it into its folder.

set(core_modules base types tree expression schema mapping statement ddl compiler pool engine reflection)
list(TRANSFORM core_modules REPLACE "(.+)" "src/\\1/*.cpp" OUTPUT_VARIABLE core_patterns)
azoth_glob(core_sources ${core_patterns})
file(GLOB plug_in_roots CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/src/drivers/*.cpp" "${PROJECT_SOURCE_DIR}/src/dialects/*.cpp")
azoth_library(core
    SOURCES ${core_sources} ${plug_in_roots}
    PUBLIC Threads::Threads
    PRIVATE fmt::fmt spdlog::spdlog nlohmann_json::nlohmann_json)

azoth_glob(orm_sources "src/orm/*.cpp")
azoth_library(orm SOURCES ${orm_sources} PUBLIC azoth_core PRIVATE fmt::fmt)

azoth_glob(migrate_sources "src/migrate/*.cpp")
azoth_library(migrate
    SOURCES ${migrate_sources}
    PUBLIC azoth_core
    PRIVATE fmt::fmt nlohmann_json::nlohmann_json CLI11::CLI11 tomlplusplus::tomlplusplus ${CMAKE_DL_LIBS})
if(migrate_sources)
    target_include_directories(azoth_migrate SYSTEM PRIVATE "${AZOTH_MUSTACHE_INCLUDE_DIR}")
    target_compile_definitions(azoth_migrate PRIVATE
        AZOTH_VERSION="${PROJECT_VERSION}" AZOTH_PACKAGE_FOLDER="${CMAKE_INSTALL_LIBDIR}/cmake/azoth")
endif()

azoth_glob(testing_sources "src/testing/*.cpp")
azoth_library(testing SOURCES ${testing_sources} PUBLIC azoth_core PRIVATE fmt::fmt)

# azoth_database(name driver dialects… LINK libraries…): one client library with the databases that are reached through it.
function(azoth_database name driver)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "DIALECTS;LINK")
    set(patterns "src/drivers/${driver}/*.cpp")
    foreach(dialect IN LISTS arg_DIALECTS)
        list(APPEND patterns "src/dialects/${dialect}/*.cpp")
    endforeach()
    azoth_glob(sources ${patterns} "src/bundle/${name}.cpp")
    azoth_library(${name}
        SOURCES ${sources}
        PUBLIC azoth_core
        PRIVATE fmt::fmt ${arg_LINK}
        REGISTER azoth_register_${name})
endfunction()

if(AZOTH_WITH_SQLITE)
    azoth_database(sqlite sqlite3 DIALECTS sqlite LINK SQLite::SQLite3)
endif()
if(AZOTH_WITH_POSTGRESQL)
    azoth_database(postgresql libpq DIALECTS postgresql LINK PostgreSQL::PostgreSQL pg_query::pg_query)
endif()

get_property(components GLOBAL PROPERTY AZOTH_COMPONENTS)
list(REMOVE_ITEM components testing)
list(TRANSFORM components PREPEND azoth_)
azoth_library(azoth PUBLIC ${components})

if(EXISTS "${PROJECT_SOURCE_DIR}/apps/azoth/main.cpp")
    azoth_glob(command_sources "apps/azoth/*.cpp")
    add_executable(azoth ${command_sources})
    azoth_compile_strictly(azoth)
    # The command maps nothing: programs with models are built for a project.
    set(command_components ${components})
    list(REMOVE_ITEM command_components azoth_orm azoth_async)
    target_link_libraries(azoth PRIVATE ${command_components})
endif()
