# SPDX-License-Identifier: MIT

find_package(doctest 2.4 REQUIRED)

add_library(azoth_test_main OBJECT tests/unit/main.cpp)
azoth_compile_strictly(azoth_test_main)
target_link_libraries(azoth_test_main PUBLIC doctest::doctest)

# What tests may want to know about this build.
set(azoth_test_environment
    "AZOTH_SOURCE_DIR=${PROJECT_SOURCE_DIR}"
    "AZOTH_BUILD_DIR=${PROJECT_BINARY_DIR}"
    "AZOTH_COMMAND=${PROJECT_BINARY_DIR}/bin/azoth"
    "AZOTH_CXX=${CMAKE_CXX_COMPILER}")

# azoth_test_binary(folder target label timeout [libraries…]): tests/<folder>/**.cpp as one program and one entry of
# ctest, linked with these libraries instead of everything.
function(azoth_test_binary folder target label timeout)
    azoth_glob(sources "tests/${folder}/*.cpp")
    list(REMOVE_ITEM sources "${PROJECT_SOURCE_DIR}/tests/unit/main.cpp")
    if(NOT sources)
        return()
    endif()
    add_executable(${target} ${sources})
    azoth_compile_strictly(${target})
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
    set(libraries ${ARGN})
    if(NOT libraries)
        set(libraries azoth_azoth azoth_testing)
        if(TARGET azoth)
            add_dependencies(${target} azoth)
        endif()
    endif()
    target_link_libraries(${target} PRIVATE
        azoth_test_main ${libraries} fmt::fmt nlohmann_json::nlohmann_json Threads::Threads)
    if(AZOTH_WITH_SQLITE)
        target_link_libraries(${target} PRIVATE SQLite::SQLite3)
    endif()
    if(AZOTH_WITH_POSTGRESQL)
        target_link_libraries(${target} PRIVATE PostgreSQL::PostgreSQL)
    endif()
    add_test(NAME ${label} COMMAND ${target})
    set_tests_properties(${label} PROPERTIES
        LABELS ${label} TIMEOUT ${timeout} ENVIRONMENT "${azoth_test_environment}")
    if(NOT label STREQUAL unit)
        set_tests_properties(${label} PROPERTIES RESOURCE_LOCK server)
    endif()
endfunction()

azoth_test_binary(unit azoth_unit_tests unit 300)
azoth_test_binary(golden azoth_golden_tests golden 600)
azoth_test_binary(integration azoth_integration_tests integration 3000)
azoth_test_binary(conformance azoth_conformance_tests conformance 600)
get_property(databases GLOBAL PROPERTY AZOTH_COMPONENTS)
list(FILTER databases INCLUDE REGEX "^(sqlite|postgresql)$")
list(TRANSFORM databases PREPEND azoth_)
azoth_test_binary(threads azoth_thread_tests threads 600 azoth_orm azoth_testing ${databases})

# What looks something up by a hash is right with one hash for everything: the same tests, with trees whose hash is constant.
# Tests of the hash itself are left out. The unit that is linked here is not taken out of the library.
function(azoth_one_hash_test label filter)
    if(BUILD_SHARED_LIBS OR NOT TARGET azoth_${label}_tests)
        return()
    endif()
    set(target azoth_one_hash_${label}_tests)
    add_executable(${target} "${PROJECT_SOURCE_DIR}/src/tree/node.cpp" $<TARGET_OBJECTS:azoth_${label}_tests>)
    azoth_compile_strictly(${target})
    target_compile_definitions(${target} PRIVATE AZOTH_CONSTANT_HASH)
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src")
    get_target_property(libraries azoth_${label}_tests LINK_LIBRARIES)
    target_link_libraries(${target} PRIVATE ${libraries})
    add_test(NAME one_hash.${label} COMMAND ${target} "--test-case-exclude=*hash*" "--source-file=${filter}")
    set_tests_properties(one_hash.${label} PROPERTIES
        LABELS one_hash TIMEOUT 600 RESOURCE_LOCK server ENVIRONMENT "${azoth_test_environment}")
endfunction()
azoth_one_hash_test(unit "*/unit/tree/*,*/unit/statement/*,*/unit/compiler/*")
azoth_one_hash_test(integration "*/integration/engine/*,*/integration/orm/*,*/integration/mapping/*")

# Programs that must not compile.
file(GLOB programs CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/compile_fail/*.cpp")
find_program(AZOTH_SECOND_COMPILER NAMES clang++-19 clang++-20 clang++-21)
set(compilers ${CMAKE_CXX_COMPILER})
if(AZOTH_SECOND_COMPILER AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    list(APPEND compilers ${AZOTH_SECOND_COMPILER})
endif()
foreach(program IN LISTS programs)
    cmake_path(GET program STEM name)
    add_test(NAME compile_fail.${name}
        COMMAND "${PROJECT_SOURCE_DIR}/tests/compile_fail/run.py" "${program}" ${compilers})
    set_tests_properties(compile_fail.${name} PROPERTIES LABELS compile_fail TIMEOUT 120)
endforeach()

# The same statements through Debian's SQLAlchemy and Alembic. Files that begin with _ are shared helpers.
file(GLOB scripts CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/oracle/[!_]*.py")
foreach(script IN LISTS scripts)
    cmake_path(GET script STEM name)
    add_test(NAME oracle.${name} COMMAND /usr/bin/python3 "${script}")
    set_tests_properties(oracle.${name} PROPERTIES
        LABELS oracle TIMEOUT 600 RESOURCE_LOCK server ENVIRONMENT "${azoth_test_environment}")
endforeach()

if(AZOTH_INSTALL AND EXISTS "${PROJECT_SOURCE_DIR}/tests/install/run")
    add_test(NAME install COMMAND "${PROJECT_SOURCE_DIR}/tests/install/run" "${PROJECT_BINARY_DIR}" "${CMAKE_CXX_COMPILER}")
    set_tests_properties(install PROPERTIES LABELS install TIMEOUT 600)
endif()

foreach(folder IN ITEMS demo oracle)
    if(EXISTS "${PROJECT_SOURCE_DIR}/tests/${folder}/CMakeLists.txt")
        add_subdirectory("${PROJECT_SOURCE_DIR}/tests/${folder}")
    endif()
endforeach()

# Each public header in a unit of its own, included twice. Not part of `all`: `./dev check` builds it.
azoth_glob(headers "include/azoth/*.hpp")
set(units "")
foreach(header IN LISTS headers)
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY "${PROJECT_SOURCE_DIR}/include" OUTPUT_VARIABLE name)
    set(unit "${PROJECT_BINARY_DIR}/headers/${name}.cpp")
    file(CONFIGURE OUTPUT "${unit}" CONTENT "#include <${name}>\n#include <${name}>\n")
    list(APPEND units "${unit}")
endforeach()
if(units)
    add_library(azoth_headers OBJECT EXCLUDE_FROM_ALL ${units})
    azoth_compile_strictly(azoth_headers AS_USER)
    target_link_libraries(azoth_headers PRIVATE azoth_azoth azoth_testing)
endif()
