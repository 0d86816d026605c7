// SPDX-License-Identifier: MIT
#include "base/escape.hpp"
#include "migrate/command/new_revision.hpp"
#include "migrate/command/templates.hpp"
#include "migrate/revision/cpp_tokens.hpp"
#include "migrate/revision/read_file.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/script_directory.hpp>
#include <azoth/migrate/revision/sql_revision.hpp>
#include <filesystem>
#include <kainjow/mustache.hpp>
#include <optional>

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;
namespace mustache = kainjow::mustache;

/// `{"a", "b"}`
std::string literals(const std::vector<std::string>& texts) {
    std::string result;
    for (const auto& text : texts) {
        result += (result.empty() ? "" : ", ") + escape::cpp_string(text);
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
            result += "-- azoth: " + std::string{name} + ' ' + escape::line_comment(value) + '\n';
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
    data.set("message", escape::line_comment(info.message));
    data.set("message_literal", escape::cpp_string(info.message));
    data.set("created", info.created);
    data.set("members", further_members(info));
    data.set("head_lines", head_lines(info));
    data.set("include_lines", include_lines(body.includes));
    data.set("upgrade_lines", as_lines(body.upgrade));
    data.set("downgrade_lines", as_lines(body.downgrade));
    data.set("upgrade_is_empty", mustache::data{text_utility::trim(body.upgrade).empty()});
    data.set("downgrade_is_empty", mustache::data{text_utility::trim(body.downgrade).empty()});
    data.set("file_name", escape::line_comment(filesystem::path{info.path}.filename().string()));
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

/// The lines of a message as an SQL head keeps them.
std::string sql_message(const std::string& message) {
    std::string result;
    for (const auto line : text_utility::split(message, '\n')) {
        const auto text = text_utility::trim(line);
        if (!text.empty()) {
            result += (result.empty() ? "" : "\n") + escape::line_comment(text);
        }
    }
    return result;
}

using Fault = std::optional<std::string>;

Fault changed_head(const RevisionInfo& wanted, const RevisionInfo& found) {
    if (found.id != wanted.id || found.down != wanted.down) {
        return "has another id or other parents";
    }
    if (found.branch_labels != wanted.branch_labels || found.depends_on != wanted.depends_on ||
        found.transactional != wanted.transactional) {
        return "loses its branch labels, dependencies or `transactional`";
    }
    const bool is_sql = wanted.format == RevisionFormat::Sql;
    const auto message = is_sql ? sql_message(wanted.message) : wanted.message;
    return found.message == message || found.message.empty() ? Fault{} : "has another message";
}

bool holds(const SqlRevision& found, Direction direction, const std::string& body) {
    const auto text = std::string{text_utility::trim(body)};
    const auto* section = found.find(direction, "");
    return text.empty() || (section != nullptr && section->text.find(text) != std::string::npos);
}

/// The sections that the template alone makes, and the statements in them.
Fault changed_sql(const SqlRevision& bare, const SqlRevision& found, const RevisionBody& body) {
    const auto is_same = [](const SqlSection& left, const SqlSection& right) {
        return left.direction == right.direction && left.dialect == right.dialect;
    };
    if (!std::ranges::equal(bare.sections, found.sections, is_same)) {
        return "has other sections than were meant";
    }
    return holds(found, Direction::Upgrade, body.upgrade) &&
                   holds(found, Direction::Downgrade, body.downgrade)
               ? Fault{}
               : "has other statements than were meant";
}

std::vector<std::string_view> spellings(std::string_view text) {
    std::vector<std::string_view> result;
    for (const auto& token : cpp_tokens(text)) {
        result.push_back(token.spelling);
    }
    return result;
}

/// The tokens of the steps stand in the file as they are, one behind the other.
Fault changed_cpp(const std::string& text, const RevisionBody& body) {
    const auto tokens = spellings(text);
    for (const auto& part : {body.upgrade, body.downgrade}) {
        if (std::ranges::search(tokens, spellings(part)).empty() && !spellings(part).empty()) {
            return "has other steps than were meant";
        }
    }
    return {};
}

/// What was written is read back; nothing when it is what was meant.
Fault fault_of(const RevisionInfo& info,
               const RevisionBody& body,
               const std::string& text,
               const std::string& bare) {
    if (info.format == RevisionFormat::Cpp) {
        const auto fault = changed_head(info, parse_cpp_revision(text, info.path));
        return fault ? fault : changed_cpp(text, body);
    }
    const auto found = parse_sql_revision(text, info.path);
    const auto fault = changed_head(info, found.info);
    return fault ? fault : changed_sql(parse_sql_revision(bare, info.path), found, body);
}

void refuse_fault(const RevisionInfo& wanted, const std::string& template_name, const Fault& why) {
    if (why) {
        throw MigrationError{"template-result",
                             "cannot write revision " + text_utility::quoted(wanted.id) +
                                 ": what " + template_name + " makes of it " + *why +
                                 "; correct the template, or remove it for the built-in one"};
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
    const auto bare = form.render(data_of(info, {.includes = body.includes}));
    try {
        refuse_fault(info, source.name, fault_of(info, body, text, bare));
    } catch (const MigrationError& error) {
        if (error.code() != "revision-syntax") {
            throw;
        }
        refuse_fault(info, source.name, std::string{"is no revision ("} + error.what() + ')');
    }
    return text;
}

}  // namespace azoth::migrate
