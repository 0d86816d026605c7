// SPDX-License-Identifier: MIT
#include "migrate/command/templates.hpp"

namespace azoth::migrate {

namespace {

constexpr std::string_view cpp_revision = R"x({{=<% %>=}}#include <azoth/migration.hpp>
<%include_lines%>
namespace {

using namespace azoth;

void upgrade(<%#upgrade_is_empty%>[[maybe_unused]] <%/upgrade_is_empty%>Operations& op) {
<%upgrade_lines%>}

void downgrade(<%#downgrade_is_empty%>[[maybe_unused]] <%/downgrade_is_empty%>Operations& op) {
<%downgrade_lines%>}

const Revision revision{
    {.id = "<%id%>", .down = <%down%>, .message = <%message_literal%>, .created = "<%created%>"<%members%>},
    upgrade, downgrade};

}  // namespace
)x";

constexpr std::string_view sql_revision = R"x({{head_lines}}
-- azoth: upgrade
{{upgrade_lines}}
-- azoth: downgrade
{{downgrade_lines}})x";

constexpr std::string_view env_cpp =
    R"x(// Part of the environment program: called before revisions are run and before models are compared.
// Set up here what they need, such as filters.
)x"
    "#include <azoth/migrate/environment.hpp>\n"
    R"x(
void configure(azoth::migrate::Environment& /*environment*/) {}
)x";

constexpr std::string_view readme = R"x(# Migrations

The history of the database: `versions/` holds one file for each revision, C++ or SQL.

    azoth revision -m "add a table"                  an empty revision to fill in
    azoth revision --autogenerate -m "add a table"   one written by comparing models and database
    azoth upgrade head                               apply everything that is pending
    azoth downgrade -1                               take the last revision back
    azoth history -i                                 what there is, and where the database stands

`azoth.toml`, beside this folder, says where the database and the models are. `env.cpp`, where there is one, is compiled
into the environment program. `revision.cpp.mustache` and `revision.sql.mustache` are what new revisions are written
from; remove one to get the built-in form back. Their variables: `id`, `down` (a C++ list), `message`,
`message_literal` (a C++ string), `created`, `members` (further members of a C++ head), `head_lines` (the whole SQL
head), `include_lines`, `upgrade_lines`, `downgrade_lines`, `upgrade_is_empty`, `downgrade_is_empty`, `file_name`.
)x";

constexpr std::string_view cmake_lists =
    R"x(# The environment program: every command of azoth, with these revisions linked in.
# Replace app-models by the library that holds the mapped structs, best an OBJECT library.
azoth_add_migrations(app-migrate DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" MODELS app-models)
)x";

constexpr std::string_view generic_config =
    R"x(# Configuration of azoth. Paths start at the folder of this file.

# The database. ${VARIABLE} and ${VARIABLE:-default} are taken from the environment.
url = "${DATABASE_URL}"

script_location = "{{name}}"

# Headers or sources with the mapped structs, and the MetaData that they declare.
models = ["models.hpp"]
# metadata = "Base.metadata"

# Names of revision files: {id} {slug} {year} {month} {day} {hour} {minute} {second} {epoch}
file_template = "{id}_{slug}"

# [build]
# include = ["include"]
# flags = ["-O1"]

# [autogenerate]                 tables to look at, and not to look at
# include = ["*"]
# exclude = ["audit_*"]

# [hooks]
# after_write = ["clang-format -i {file}"]

# [env.test]                     azoth -n test upgrade head
# url = "${TEST_DATABASE_URL}"
)x";

constexpr std::string_view sql_config =
    R"x(# Configuration of azoth. Paths start at the folder of this file.

# The database. ${VARIABLE} and ${VARIABLE:-default} are taken from the environment.
url = "${DATABASE_URL}"

script_location = "{{name}}"

# New revisions are written in SQL: nothing has to be compiled.
format = "sql"

# Names of revision files: {id} {slug} {year} {month} {day} {hour} {minute} {second} {epoch}
file_template = "{id}_{slug}"

# [env.test]                     azoth -n test upgrade head
# url = "${TEST_DATABASE_URL}"
)x";

constexpr std::string_view cmake_config =
    R"x(# Configuration of azoth. Paths start at the folder of this file.

# The database. ${VARIABLE} and ${VARIABLE:-default} are taken from the environment.
url = "${DATABASE_URL}"

script_location = "{{name}}"

# Names of revision files: {id} {slug} {year} {month} {day} {hour} {minute} {second} {epoch}
file_template = "{id}_{slug}"

# The environment program that CMake builds (see {{name}}/CMakeLists.txt), and how to bring it up to date.
[build]
program = "build/{{name}}/app-migrate"
command = "cmake --build build --target app-migrate"

# [env.test]                     azoth -n test upgrade head
# url = "${TEST_DATABASE_URL}"
)x";

constexpr TemplateFile generic_files[] = {{"README.md", readme},
                                          {"env.cpp", env_cpp},
                                          {"revision.cpp.mustache", cpp_revision},
                                          {"revision.sql.mustache", sql_revision}};
constexpr TemplateFile sql_files[] = {{"README.md", readme},
                                      {"revision.sql.mustache", sql_revision}};
constexpr TemplateFile cmake_files[] = {{"README.md", readme},
                                        {"CMakeLists.txt", cmake_lists},
                                        {"env.cpp", env_cpp},
                                        {"revision.cpp.mustache", cpp_revision},
                                        {"revision.sql.mustache", sql_revision}};

constexpr ProjectTemplate templates[] = {
    {"generic", "revisions in C++, built by azoth itself", generic_config, generic_files},
    {"sql", "revisions in SQL; nothing is compiled", sql_config, sql_files},
    {"cmake", "revisions in C++, built by a CMake project", cmake_config, cmake_files}};

}  // namespace

std::span<const ProjectTemplate> project_templates() {
    return templates;
}

std::string_view cpp_revision_template() {
    return cpp_revision;
}

std::string_view sql_revision_template() {
    return sql_revision;
}

}  // namespace azoth::migrate
