# SPDX-License-Identifier: MIT

# azoth_tutorial_test(name command…): in a folder of its own.
function(azoth_tutorial_test name)
    set(folder "${PROJECT_BINARY_DIR}/tutorial/${name}")
    file(MAKE_DIRECTORY "${folder}")
    add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY "${folder}")
    set_tests_properties(${name} PROPERTIES
        LABELS tutorial TIMEOUT 60 RESOURCE_LOCK server ENVIRONMENT "${azoth_test_environment}")
endfunction()

# azoth_example(name sources…): a program as a user would write it, compiled strictly, run as a test on each database.
function(azoth_example name)
    set(target example_${name})
    add_executable(${target} ${ARGN})
    azoth_compile_strictly(${target} AS_USER)
    target_link_libraries(${target} PRIVATE azoth::azoth)
    if(AZOTH_BUILD_TESTS)
        azoth_tutorial_test(tutorial.${name} ${target})
        if(AZOTH_WITH_POSTGRESQL)
            azoth_tutorial_test(tutorial.${name}.postgresql "${PROJECT_SOURCE_DIR}/tests/tutorial/run" $<TARGET_FILE:${target}>)
        endif()
    endif()
endfunction()

# A file is a program; so is a folder.
file(GLOB entries CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/tutorial/[0-9][0-9]_*")
foreach(entry IN LISTS entries)
    cmake_path(GET entry STEM name)
    if(IS_DIRECTORY "${entry}")
        cmake_path(RELATIVE_PATH entry BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
        azoth_glob(sources "${entry}/*.cpp")
        azoth_example(${name} ${sources})
    elseif(entry MATCHES "\\.cpp$")
        azoth_example(${name} "${entry}")
    endif()
endforeach()

file(GLOB projects CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/examples/apps/*/CMakeLists.txt" "${PROJECT_SOURCE_DIR}/examples/demo/CMakeLists.txt"
    "${PROJECT_SOURCE_DIR}/examples/toy_dialect/CMakeLists.txt")
foreach(project IN LISTS projects)
    cmake_path(GET project PARENT_PATH folder)
    add_subdirectory("${folder}")
endforeach()

# Everything that examples/demo/run starts.
if(TARGET azoth AND EXISTS "${PROJECT_SOURCE_DIR}/examples/demo/CMakeLists.txt")
    get_property(programs DIRECTORY "${PROJECT_SOURCE_DIR}/examples/demo" PROPERTY BUILDSYSTEM_TARGETS)
    add_custom_target(azoth_demo DEPENDS azoth ${programs})
endif()
