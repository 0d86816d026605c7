# SPDX-License-Identifier: MIT
# How everything in this tree is compiled.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(PROJECT_IS_TOP_LEVEL)
    set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
    if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
        set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
    endif()
    # The build tree has the shape of an installed one, so that the command finds its package from where it lies.
    set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
    set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/${CMAKE_INSTALL_LIBDIR}")
    set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/${CMAKE_INSTALL_LIBDIR}")

    find_program(AZOTH_CCACHE ccache)
    if(AZOTH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        # Without folders in the hash, the build folders of one checkout share their objects, and so do two checkouts.
        set(CMAKE_CXX_COMPILER_LAUNCHER
            "${CMAKE_COMMAND};-E;env;CCACHE_NOHASHDIR=1;CCACHE_BASEDIR=${PROJECT_SOURCE_DIR};${AZOTH_CCACHE}")
    endif()
endif()

# azoth_compile_strictly(target [AS_USER]): the warnings that azoth's headers promise to be free of. AS_USER: nothing else.
function(azoth_compile_strictly target)
    target_compile_features(${target} PRIVATE cxx_std_20)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
    if(CMAKE_CXX_COMPILER_ID STREQUAL Clang AND NOT ARGN STREQUAL AS_USER)
        # std::stable_sort of libstdc++ 12 calls its own deprecated get_temporary_buffer.
        target_compile_options(${target} PRIVATE -Wno-deprecated-declarations)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13 AND NOT ARGN STREQUAL AS_USER)
        # With optimisation g++ 12 sees overlapping copies inside std::string where there are none (its bug 105651).
        target_compile_options(${target} PRIVATE -Wno-restrict)
    endif()
    if(AZOTH_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
endfunction()
