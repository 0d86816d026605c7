# SPDX-License-Identifier: MIT
# `cpack --config build/release/CPackConfig.cmake` makes a Debian package of everything that is installed.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME libazoth-dev)
set(CPACK_PACKAGE_VENDOR "the azoth authors")
set(CPACK_PACKAGE_CONTACT "the azoth authors <azoth@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION} for C++20")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/package")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
# What programs that link the static libraries need, and what `azoth` needs to build revisions.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "g++, cmake, ninja-build, libfmt-dev, libspdlog-dev, nlohmann-json3-dev, libcli11-dev, libtomlplusplus-dev")
if(AZOTH_WITH_SQLITE)
    string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", libsqlite3-dev")
endif()
if(AZOTH_WITH_POSTGRESQL)
    string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", libpq-dev, libpg-query-dev")
endif()
include(CPack)
