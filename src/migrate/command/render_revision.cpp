// SPDX-License-Identifier: MIT
#include "migrate/command/new_revision.hpp"
#include "migrate/command/templates.hpp"
#include "migrate/revision/read_file.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/script_directory.hpp>
#include <azoth/migrate/revision/sql_revision.hpp>
#include <cstdio>
#include <filesystem>
#include <kainjow/mustache.hpp>

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;
namespace mustache = kainjow::mustache;

/// The text as a C++ string literal, quotes included.
std::string literal(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
        } else if (c == '\t') {
            result += "\\t";
        } else if (c == '"' || c == '\\') {
            result += {'\\', c};
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char octal[5];
            std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned>(c));
            result += octal;
        } else {
            result += c;
        }
    }
    return result + '"';
}

/// `{"a", "b"}`
std::string literals(const std::vector<std::string>& texts) {
    std::string result;
    for (const auto& text : texts) {
        result += (result.empty() ? "" : ", ") + literal(text);
    }
    return '{' + result + '}';
}

/// Members of the head that are left out where they say the usual, in the order of RevisionHead.
std::string further_members(const RevisionInfo& info) {
    std::string result;
    if (!info.depends_on.empty()) {
        result += ", .depends_on = " + literals(info.depends_on);
    }
    if (!info.branch_labels.empty()) {
        result += ", .branch_labels = " + literals(info.branch_labels);
    }
    return info.transactional ? result : result + ", .transactional = false";
}

/// The `-- azoth:` lines of an SQL revision.
std::string head_lines(const RevisionInfo& info) {
    std::string result;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) {
            result += "-- azoth: " + std::string{name} + ' ' + std::string{value} + '\n';
        }
    };
    add("revision", info.id);
    add("down", text_utility::join(info.down, " "));
    for (const auto line : text_utility::split(info.message, '\n')) {
        add("message", text_utility::trim(line));
    }
    add("created", info.created);
    add("depends_on", text_utility::join(info.depends_on, " "));
    add("labels", text_utility::join(info.branch_labels, " "));
    add("transactional", info.transactional ? "" : "false");
    return result;
}

/// Ends with one line end, or is empty. Sections of a template would do for that as well, but this
/// engine leaves an empty line for a section that is not shown.
std::string as_lines(std::string text) {
    while (text.ends_with('\n')) {
        text.pop_back();
    }
    return text.empty() ? text : text + '\n';
}

std::string include_lines(const std::vector<std::string>& includes) {
    std::string result;
    for (const auto& include : includes) {
        result += "#include " + include + '\n';
    }
    return result;
}

mustache::data data_of(const RevisionInfo& info, const RevisionBody& body) {
    mustache::data data;
    data.set("id", info.id);
    data.set("down", literals(info.down));
    data.set("message", info.message);
    data.set("message_literal", literal(info.message));
    data.set("created", info.created);
    data.set("members", further_members(info));
    data.set("head_lines", head_lines(info));
    data.set("include_lines", include_lines(body.includes));
    data.set("upgrade_lines", as_lines(body.upgrade));
    data.set("downgrade_lines", as_lines(body.downgrade));
    data.set("upgrade_is_empty", mustache::data{text_utility::trim(body.upgrade).empty()});
    data.set("downgrade_is_empty", mustache::data{text_utility::trim(body.downgrade).empty()});
    data.set("file_name", filesystem::path{info.path}.filename().string());
    return data;
}

struct Source {
    std::string name{};
    std::string text{};
};

Source template_source(const Config& config, RevisionFormat format) {
    const bool is_sql = format == RevisionFormat::Sql;
    const auto path = (filesystem::path{config.script_location} /
                       (is_sql ? "revision.sql.mustache" : "revision.cpp.mustache"))
                          .string();
    if (filesystem::exists(path)) {
        return {.name = path, .text = read_file(path)};
    }
    return {.name = "the built-in template",
            .text = std::string{is_sql ? sql_revision_template() : cpp_revision_template()}};
}

RevisionInfo read_back(const RevisionInfo& info, const std::string& text) {
    return info.format == RevisionFormat::Sql ? parse_sql_revision(text, info.path).info
                                              : parse_cpp_revision(text, info.path);
}

void refuse_changed_head(const RevisionInfo& wanted,
                         const std::string& text,
                         const std::string& template_name) {
    const auto fail = [&](const std::string& why) {
        throw MigrationError{"template-result",
                             "cannot write revision " + text_utility::quoted(wanted.id) +
                                 ": what " + template_name + " makes of it " + why +
                                 "; correct the template, or remove it for the built-in one"};
    };
    RevisionInfo found;
    try {
        found = read_back(wanted, text);
    } catch (const MigrationError& error) {
        fail(std::string{"is no revision ("} + error.what() + ')');
    }
    if (found.id != wanted.id || found.down != wanted.down) {
        fail("has another id or other parents");
    }
    if (found.branch_labels != wanted.branch_labels || found.depends_on != wanted.depends_on ||
        found.transactional != wanted.transactional) {
        fail("loses its branch labels, dependencies or `transactional`");
    }
}

}  // namespace

std::string render_revision(const Config& config,
                            const RevisionInfo& info,
                            const RevisionBody& body) {
    const auto source = template_source(config, info.format);
    mustache::mustache form{source.text};
    if (!form.is_valid()) {
        throw MigrationError{"template-syntax",
                             "cannot use " + source.name + ": " + form.error_message() +
                                 "; correct it, or remove it for the built-in one"};
    }
    // The result is source text, not HTML.
    form.set_custom_escape([](const std::string& text) { return text; });
    auto text = form.render(data_of(info, body));
    refuse_changed_head(info, text, source.name);
    return text;
}

}  // namespace azoth::migrate
