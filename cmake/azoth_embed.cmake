# SPDX-License-Identifier: MIT
# LIST (file with a path a line), CONFIG (azoth.toml, may be empty)  ->  OUTPUT, a C++ source with their texts

# Compilers limit the length of one literal: longer texts become several, side by side.
function(literal_of file result)
    file(READ "${file}" hex HEX)
    string(LENGTH "${hex}" length)
    set(text "\"\"")
    set(position 0)
    while(position LESS length)
        string(SUBSTRING "${hex}" ${position} 4000 part)
        string(REGEX REPLACE "(..)" "\\\\x\\1" part "${part}")
        string(APPEND text "\n    \"${part}\"")
        math(EXPR position "${position} + 4000")
    endwhile()
    set(${result} "${text}" PARENT_SCOPE)
endfunction()

file(STRINGS "${LIST}" files ENCODING UTF-8)
set(text "#include <azoth/migrate/environment.hpp>\n\nnamespace {\n\n")
set(entries "")
set(number 0)
foreach(file IN LISTS files)
    literal_of("${file}" literal)
    file(SIZE "${file}" size)
    cmake_path(GET file FILENAME name)
    string(APPEND text "constexpr std::string_view text_${number}{${literal}, ${size}};\n")
    string(HEX "${name}" name)
    string(REGEX REPLACE "(..)" "\\\\x\\1" name "${name}")
    string(APPEND entries "    {\"${name}\", text_${number}},\n")
    math(EXPR number "${number} + 1")
endforeach()
set(config_literal "\"\"")
set(config_size 0)
if(CONFIG)
    literal_of("${CONFIG}" config_literal)
    file(SIZE "${CONFIG}" config_size)
endif()
string(APPEND text "
const azoth::migrate::EmbeddedRevision revisions[] = {
${entries}    {}};

const azoth::migrate::EmbeddedRevisions embedded{{revisions, ${number}}};

}  // namespace

std::span<const azoth::migrate::EmbeddedRevision> azoth_embedded_revisions();
std::span<const azoth::migrate::EmbeddedRevision> azoth_embedded_revisions() {
    return {revisions, ${number}};
}

std::string_view azoth_embedded_config();
std::string_view azoth_embedded_config() {
    return {${config_literal}, ${config_size}};
}
")
file(WRITE "${OUTPUT}.new" "${text}")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
