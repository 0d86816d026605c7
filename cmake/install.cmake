# SPDX-License-Identifier: MIT
# One export set for each component, so that find_package looks only for the clients that are asked for.

include(CMakePackageConfigHelpers)

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/azoth")
set(build_package_folder "${PROJECT_BINARY_DIR}/${package_folder}")
get_property(components GLOBAL PROPERTY AZOTH_COMPONENTS)

foreach(component IN LISTS components)
    install(TARGETS azoth_${component} EXPORT azoth_${component}
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
    install(EXPORT azoth_${component} NAMESPACE azoth:: DESTINATION "${package_folder}" FILE azoth_${component}.cmake)
    export(EXPORT azoth_${component} NAMESPACE azoth:: FILE "${build_package_folder}/azoth_${component}.cmake")
endforeach()

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/azoth" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    FILES_MATCHING PATTERN "*.hpp")
if(TARGET azoth)
    install(TARGETS azoth RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()

configure_package_config_file(cmake/azothConfig.cmake.in "${PROJECT_BINARY_DIR}/package/azothConfig.cmake"
    INSTALL_DESTINATION "${package_folder}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/azothConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
set(package_files
    "${PROJECT_BINARY_DIR}/package/azothConfig.cmake" "${PROJECT_BINARY_DIR}/package/azothConfigVersion.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/Findpg_query.cmake")
if(EXISTS "${PROJECT_SOURCE_DIR}/cmake/azoth_add_migrations.cmake")
    list(APPEND package_files "${PROJECT_SOURCE_DIR}/cmake/azoth_add_migrations.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/azoth_embed.cmake")
endif()
install(FILES ${package_files} DESTINATION "${package_folder}")
foreach(file IN LISTS package_files)
    file(COPY "${file}" DESTINATION "${build_package_folder}")
endforeach()

# pkg-config: one file for each component. The paths are relative, so that an installed tree may be moved. Static
# libraries hand their clients on to the program, without asking for the clients' own (`--static` would).
file(RELATIVE_PATH prefix_from_here "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
function(azoth_pkg_config component description requires clients libraries client_libraries)
    set(name "azoth-${component}")
    set(requires_private "${clients}")
    set(libraries_private "${client_libraries}")
    if(NOT BUILD_SHARED_LIBS)
        string(APPEND requires " ${clients}")
        string(APPEND libraries " ${client_libraries}")
        set(requires_private "")
        set(libraries_private "")
    endif()
    configure_file(cmake/azoth.pc.in "${PROJECT_BINARY_DIR}/package/${name}.pc" @ONLY)
    install(FILES "${PROJECT_BINARY_DIR}/package/${name}.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endfunction()

azoth_pkg_config(core "SQL toolkit" "" "fmt spdlog" "-lazoth_core" "-pthread")
azoth_pkg_config(orm "object-relational mapper" "azoth-core" "" "-lazoth_orm" "")
azoth_pkg_config(migrate "migrations" "azoth-core" "fmt tomlplusplus" "-lazoth_migrate" "")

# What a program says to link a database's library although it calls nothing in it.
function(azoth_pkg_config_database name description client client_libraries)
    set(link "-Wl,-u,azoth_register_${name} -lazoth_${name}")
    if(BUILD_SHARED_LIBS)
        set(link "-Wl,--push-state,--no-as-needed -lazoth_${name} -Wl,--pop-state")
    endif()
    azoth_pkg_config(${name} "${description}" "azoth-core" "${client}" "${link}" "${client_libraries}")
endfunction()

if(AZOTH_WITH_SQLITE)
    azoth_pkg_config_database(sqlite "SQLite for azoth" "sqlite3" "")
endif()
if(AZOTH_WITH_POSTGRESQL)
    azoth_pkg_config_database(postgresql "PostgreSQL for azoth" "libpq" "-lpg_query")
endif()
