# SPDX-License-Identifier: MIT
# The environment program: every command of azoth, with a project's revisions linked in. Part of the installed package.

# azoth_add_migrations(target DIRECTORY folder [MODELS libraries…] [HEADERS headers…] [METADATA name] [CONFIG file]
#                      [VERSIONS folders…] [DATABASES components…])
#
# Makes an executable that needs neither compiler nor source tree where it runs: it holds the revisions (C++ and SQL) of
# DIRECTORY/versions, DIRECTORY/env.cpp where there is one, azoth.toml (CONFIG; looked for in DIRECTORY and above), and
# the models. MODELS are libraries of mapped structs; all of a static one is linked. HEADERS declare the MetaData of the
# models (METADATA, `Base.metadata` when not given); without them, those among the sources of MODELS. DATABASES:
# sqlite, postgresql, …; all that this azoth has when not given.
#
# target-revisions, not built by default, is the same without the models: models that do not compile do not stand in
# the way of a downgrade.
function(azoth_add_migrations target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "DIRECTORY;METADATA;CONFIG" "MODELS;HEADERS;VERSIONS;DATABASES")
    if(NOT arg_DIRECTORY)
        message(FATAL_ERROR "azoth_add_migrations(${target}): say DIRECTORY, the folder that holds env.cpp and versions/")
    endif()
    cmake_path(ABSOLUTE_PATH arg_DIRECTORY NORMALIZE)
    set(versions ${arg_VERSIONS})
    if(NOT versions)
        set(versions "${arg_DIRECTORY}/versions")
    endif()
    list(TRANSFORM versions REPLACE "^([^/].*)$" "${CMAKE_CURRENT_SOURCE_DIR}/\\1")
    set(cpp_patterns ${versions})
    list(TRANSFORM cpp_patterns APPEND "/*.cpp")
    set(sql_patterns ${versions})
    list(TRANSFORM sql_patterns APPEND "/*.sql")
    file(GLOB_RECURSE cpp_revisions CONFIGURE_DEPENDS ${cpp_patterns})
    file(GLOB_RECURSE sql_revisions CONFIGURE_DEPENDS ${sql_patterns})
    list(FILTER cpp_revisions EXCLUDE REGEX "/\\.[^/]*$")
    list(FILTER sql_revisions EXCLUDE REGEX "/\\.[^/]*$")
    if(NOT arg_CONFIG)
        _azoth_find_config(arg_CONFIG "${arg_DIRECTORY}")
    else()
        cmake_path(ABSOLUTE_PATH arg_CONFIG NORMALIZE)
    endif()
    if(arg_MODELS AND NOT arg_HEADERS)
        _azoth_headers_of(arg_HEADERS ${arg_MODELS})
        if(NOT arg_HEADERS)
            message(FATAL_ERROR "azoth_add_migrations(${target}): no header is among the sources of ${arg_MODELS}; "
                "add the one that declares their MetaData to them, or say HEADERS")
        endif()
    endif()
    if(EXISTS "${arg_DIRECTORY}/env.cpp")
        set(environment "${arg_DIRECTORY}/env.cpp")
    endif()

    _azoth_embed("${target}" embedded "${arg_CONFIG}" ${cpp_revisions} ${sql_revisions})
    _azoth_environment("${target}" EMBEDDED "${embedded}" REVISIONS ${cpp_revisions} ENVIRONMENT ${environment}
        DATABASES ${arg_DATABASES})
    add_executable(${target}-revisions EXCLUDE_FROM_ALL)
    target_link_libraries(${target}-revisions PRIVATE ${target}-objects)
    _azoth_main(${target}-revisions "${target}" "${environment}" "")
    add_executable(${target})
    target_link_libraries(${target} PRIVATE ${target}-objects)
    if(arg_MODELS)
        _azoth_target(${target} "${arg_METADATA}" ${arg_HEADERS})
        foreach(library IN LISTS arg_MODELS)
            get_target_property(type ${library} TYPE)
            if(type STREQUAL "STATIC_LIBRARY")
                # Linkers drop the objects of an archive that nothing calls, maps among them.
                target_link_libraries(${target} PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,${library}>")
            else()
                target_link_libraries(${target} PRIVATE ${library})
            endif()
        endforeach()
    endif()
    _azoth_main(${target} "${target}" "${environment}" "${arg_MODELS}")
endfunction()

# azoth_environment_programs([REVISIONS files…] [ENVIRONMENT env.cpp] [CANDIDATE file] [MODELS files…] [METADATA name]
#                            [INCLUDE folders…] [LIBRARIES libraries…] [FLAGS flags…])
#
# What the `azoth` command builds for a project without a build of its own: `environment`, with the revisions,
# `environment-models`, with the models too, and `environment-candidate`, with a revision that is to be tried. Revisions are read from their files; nothing is embedded.
function(azoth_environment_programs)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "ENVIRONMENT;CANDIDATE;METADATA"
        "REVISIONS;MODELS;INCLUDE;LIBRARIES;FLAGS")
    _azoth_environment(environment REVISIONS ${arg_REVISIONS} ENVIRONMENT ${arg_ENVIRONMENT} INCLUDE ${arg_INCLUDE}
        FLAGS ${arg_FLAGS})
    add_executable(environment)
    target_link_libraries(environment PRIVATE environment-objects)
    _azoth_main(environment environment "${arg_ENVIRONMENT}" "")
    set(headers ${arg_MODELS})
    set(sources ${arg_MODELS})
    list(FILTER headers INCLUDE REGEX "\\.(h|hh|hpp|hxx|ipp|inl)$")
    list(FILTER sources EXCLUDE REGEX "\\.(h|hh|hpp|hxx|ipp|inl)$")
    # Nobody debugs these programs; they should be there soon.
    target_link_options(environment-objects INTERFACE LINKER:-s)
    foreach(linker IN ITEMS mold lld gold)
        find_program(AZOTH_LINKER_${linker} ld.${linker})
        if(AZOTH_LINKER_${linker})
            target_link_options(environment-objects INTERFACE -fuse-ld=${linker})
            break()
        endif()
    endforeach()
    if(arg_CANDIDATE)
        add_executable(environment-candidate EXCLUDE_FROM_ALL ${arg_CANDIDATE})
        target_link_libraries(environment-candidate PRIVATE environment-objects)
        target_include_directories(environment-candidate PRIVATE ${arg_INCLUDE})
        target_compile_options(environment-candidate PRIVATE ${arg_FLAGS})
        _azoth_main(environment-candidate environment "${arg_ENVIRONMENT}" "")
    endif()
    add_executable(environment-models EXCLUDE_FROM_ALL ${sources})
    target_link_libraries(environment-models PRIVATE environment-objects azoth::orm ${arg_LIBRARIES})
    target_include_directories(environment-models PRIVATE ${arg_INCLUDE})
    target_compile_options(environment-models PRIVATE ${arg_FLAGS})
    _azoth_target(environment-models "${arg_METADATA}" ${headers})
    _azoth_main(environment-models environment "${arg_ENVIRONMENT}" models)
endfunction()

# What both programs have in common: name-objects links revisions, env.cpp and azoth.
function(_azoth_environment name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "ENVIRONMENT;EMBEDDED" "REVISIONS;INCLUDE;FLAGS;DATABASES")
    add_library(${name}-objects INTERFACE)
    target_link_libraries(${name}-objects INTERFACE azoth::migrate)
    set(databases ${arg_DATABASES})
    if(NOT databases)
        set(databases sqlite postgresql mysql odbc)
    endif()
    foreach(database IN LISTS databases)
        if(TARGET azoth::${database})
            target_link_libraries(${name}-objects INTERFACE azoth::${database})
        elseif(arg_DATABASES)
            message(FATAL_ERROR "azoth_add_migrations(${name}): this azoth has no database \"${database}\"")
        endif()
    endforeach()
    foreach(part IN ITEMS REVISIONS ENVIRONMENT EMBEDDED)
        if(NOT arg_${part})
            continue()
        endif()
        string(TOLOWER "${name}-object-${part}" library)
        add_library(${library} OBJECT ${arg_${part}})
        target_link_libraries(${library} PRIVATE azoth::migrate)
        target_include_directories(${library} PRIVATE ${arg_INCLUDE})
        target_compile_options(${library} PRIVATE ${arg_FLAGS})
        target_sources(${name}-objects INTERFACE $<TARGET_OBJECTS:${library}>)
    endforeach()
    if(arg_EMBEDDED)
        set_property(TARGET ${name}-objects PROPERTY azoth_embedded ON)
    endif()
endfunction()

# The unit that names the MetaData of the models. Tables alone may be right where a relationship between them is not, so
# a base is validated as a whole.
function(_azoth_target target metadata)
    if(NOT metadata)
        set(metadata Base.metadata)
    endif()
    set(text "#include <azoth/schema/metadata.hpp>\n")
    foreach(header IN LISTS ARGN)
        string(APPEND text "#include \"${header}\"\n")
    endforeach()
    if(metadata MATCHES "^(.+)[.]metadata$")
        set(metadata "validated(${CMAKE_MATCH_1}).metadata")
        string(APPEND text "\ntemplate <class Base>\nstatic Base& validated(Base& base) {\n"
            "    if constexpr (requires { base.validate(); }) {\n        base.validate();\n    }\n"
            "    return base;\n}\n")
    endif()
    string(APPEND text "\nconst azoth::MetaData& azoth_target_metadata();\n"
        "const azoth::MetaData& azoth_target_metadata() {\n    return ${metadata};\n}\n")
    set(file "${CMAKE_CURRENT_BINARY_DIR}/${target}-sources/target.cpp")
    file(CONFIGURE OUTPUT "${file}" CONTENT "${text}" @ONLY)
    target_sources(${target} PRIVATE "${file}")
endfunction()

function(_azoth_main target name environment models)
    set(declarations "")
    set(members "")
    if(environment)
        string(APPEND declarations "void configure(azoth::migrate::Environment& environment);\n")
        string(APPEND members "    program.configure = configure;\n")
    endif()
    if(models)
        string(APPEND declarations "const azoth::MetaData& azoth_target_metadata();\n")
        string(APPEND members "    program.target = azoth_target_metadata;\n")
    endif()
    get_target_property(is_embedded ${name}-objects azoth_embedded)
    if(is_embedded)
        string(APPEND declarations "std::span<const azoth::migrate::EmbeddedRevision> azoth_embedded_revisions();\n"
            "std::string_view azoth_embedded_config();\n")
        string(APPEND members "    program.revisions = azoth_embedded_revisions();\n"
            "    program.config = azoth_embedded_config();\n")
    endif()
    set(file "${CMAKE_CURRENT_BINARY_DIR}/${target}-sources/main.cpp")
    file(CONFIGURE OUTPUT "${file}" @ONLY CONTENT "#include <azoth/migrate/environment.hpp>

@declarations@
int main(int argument_count, char** arguments) {
    azoth::migrate::EnvironmentProgram program;
@members@    return azoth::migrate::run_environment(argument_count, arguments, program);
}
")
    target_sources(${target} PRIVATE "${file}")
endfunction()

# azoth.toml in the folder or the nearest one above it.
function(_azoth_find_config result folder)
    set(${result} "" PARENT_SCOPE)
    while(TRUE)
        if(EXISTS "${folder}/azoth.toml")
            set(${result} "${folder}/azoth.toml" PARENT_SCOPE)
            return()
        endif()
        cmake_path(GET folder PARENT_PATH parent)
        if(parent STREQUAL folder)
            return()
        endif()
        set(folder "${parent}")
    endwhile()
endfunction()

function(_azoth_headers_of result)
    set(headers "")
    foreach(library IN LISTS ARGN)
        get_target_property(folder ${library} SOURCE_DIR)
        foreach(property IN ITEMS SOURCES INTERFACE_SOURCES HEADER_SET)
            get_target_property(files ${library} ${property})
            if(files)
                list(FILTER files INCLUDE REGEX "\\.(h|hh|hpp|hxx)$")
                list(TRANSFORM files REPLACE "^([^/$].*)$" "${folder}/\\1")
                list(APPEND headers ${files})
            endif()
        endforeach()
    endforeach()
    list(REMOVE_DUPLICATES headers)
    set(${result} ${headers} PARENT_SCOPE)
endfunction()

# A source that holds the files as text; written again when one of them changes.
function(_azoth_embed target result config)
    set(source "${CMAKE_CURRENT_BINARY_DIR}/${target}-sources/embedded.cpp")
    set(list "${CMAKE_CURRENT_BINARY_DIR}/${target}-sources/embedded.txt")
    string(REPLACE ";" "\n" names "${ARGN}")
    file(CONFIGURE OUTPUT "${list}" CONTENT "${names}\n" @ONLY)
    add_custom_command(OUTPUT "${source}"
        COMMAND "${CMAKE_COMMAND}" "-DLIST=${list}" "-DCONFIG=${config}" "-DOUTPUT=${source}"
            -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/azoth_embed.cmake"
        DEPENDS ${ARGN} ${config} "${list}" "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/azoth_embed.cmake"
        COMMENT "Embedding revisions into ${target}" VERBATIM)
    set(${result} "${source}" PARENT_SCOPE)
endfunction()
