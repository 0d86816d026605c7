# SPDX-License-Identifier: MIT

# azoth_glob(result patterns…): sources relative to the root, sorted; looked up again when a file comes or goes.
function(azoth_glob result)
    list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE patterns)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS LIST_DIRECTORIES false ${patterns})
    list(SORT files)
    set(${result} "${files}" PARENT_SCOPE)
endfunction()

# azoth_library(name SOURCES files… [PUBLIC libraries…] [PRIVATE libraries…] [REGISTER symbol])
#
# Makes azoth_<name> with the alias azoth::<name>. REGISTER names an extern "C" function in the unit whose static object
# registers a driver and a dialect. Whoever links the component asks the linker for that function, so that a static archive
# does not lose the unit; a shared library is kept although the program calls nothing in it (--as-needed is the default
# of some distributions).
function(azoth_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "REGISTER" "SOURCES;PUBLIC;PRIVATE")
    set(target azoth_${name})
    if(arg_SOURCES)
        set(scope PUBLIC)
        add_library(${target} ${arg_SOURCES})
        azoth_compile_strictly(${target})
        target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src")
        target_link_libraries(${target} PRIVATE ${arg_PRIVATE})
        # No symbol says "shared build": both kinds of build share their compiler cache.
        set_target_properties(${target} PROPERTIES DEFINE_SYMBOL ""
            VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
    else()
        set(scope INTERFACE)
        add_library(${target} INTERFACE)
    endif()
    target_compile_features(${target} ${scope} cxx_std_20)
    target_include_directories(${target} ${scope}
        "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
    target_link_libraries(${target} ${scope} ${arg_PUBLIC})
    if(arg_REGISTER AND arg_SOURCES)
        target_link_options(${target} INTERFACE
            $<IF:$<BOOL:${BUILD_SHARED_LIBS}>,LINKER:--no-as-needed,LINKER:-u$<COMMA>${arg_REGISTER}>)
    endif()
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
    add_library(azoth::${name} ALIAS ${target})
    set_property(GLOBAL APPEND PROPERTY AZOTH_COMPONENTS ${name})
endfunction()
