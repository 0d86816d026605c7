// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/sql_revision.hpp>

#include "migrate/revision/sql_heads.hpp"
#include "migrate/revision/syntax_failure.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace azoth::migrate {

namespace {

using text_utility::quoted;
using text_utility::trim;

std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names;
    constexpr std::string_view separators = " \t,";
    for (auto at = text.find_first_not_of(separators); at != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(separators, at), text.size());
        names.emplace_back(text.substr(at, end - at));
        at = text.find_first_not_of(separators, end);
    }
    return names;
}

class SqlReader {
public:
    explicit SqlReader(std::string_view path) : path_(path) {
        revision_.info.format = RevisionFormat::Sql;
    }

    SqlRevision run(std::string_view whole) {
        const auto text = without_byte_order_mark(whole, path_);
        const auto heads = directive_lines(text, path_);
        for (std::size_t start = 0; start < text.size();) {
            const auto end = std::min(text.find('\n', start), text.size() - 1) + 1;
            ++line_;
            const auto line = text.substr(start, end - start);
            const bool is_head = std::ranges::binary_search(heads, start);
            read_line(line, is_head ? directive_of(line) : std::nullopt);
            start = end;
        }
        if (revision_.info.id.empty()) {
            fail_syntax(path_, 1, "it has no id; write `-- azoth: revision ID` on its first line");
        }
        revision_.info.path = path_;
        return std::move(revision_);
    }

private:
    void read_line(std::string_view line, const std::optional<Directive>& directive) {
        const bool is_section_text = !directive || directive->name == "ignore";
        if (!is_section_text) {
            refuse_carriage_return(line);
            read_directive(*directive);
        } else if (!revision_.sections.empty()) {
            append(line);
        } else if (!trim(line).empty() && !trim(line).starts_with("--")) {
            fail("SQL before the first section; write `-- azoth: upgrade` above it");
        }
    }

    /// Some databases end a comment there: what follows would be SQL for them.
    void refuse_carriage_return(std::string_view line) const {
        const auto found = line.find('\r');
        if (found != std::string_view::npos && found + 2 < line.size()) {
            fail(
                "a carriage return alone is no end of a line here; write a line feed in its place");
        }
    }

    void append(std::string_view line) {
        auto& section = revision_.sections.back();
        if (section.text.empty() && trim(line).empty()) {
            return;
        }
        section.line = section.text.empty() ? line_ : section.line;
        section.text += line;
    }

    void read_directive(const Directive& directive) {
        const auto& [name, argument] = directive;
        if (name == "upgrade") {
            begin_section(Direction::Upgrade, name, argument);
        } else if (name == "downgrade") {
            begin_section(Direction::Downgrade, name, argument);
        } else if (!revision_.sections.empty() && is_head_line(name)) {
            fail("`" + std::string{name} + "` belongs above the first section; move it up");
        } else {
            read_head_line(name, argument);
        }
    }

    void begin_section(Direction direction, std::string_view name, std::string_view dialect) {
        if (dialect.find_first_of(" \t,;'\"") != std::string_view::npos) {
            fail("`" + std::string{name} + "` takes the name of one database, not " +
                 quoted(dialect));
        }
        const auto is_same = [&](const SqlSection& section) {
            return section.direction == direction && section.dialect == dialect;
        };
        if (std::ranges::any_of(revision_.sections, is_same)) {
            fail("a second section for `" + std::string{name} + (dialect.empty() ? "" : " ") +
                 std::string{dialect} + "`; join the two");
        }
        revision_.sections.push_back({.direction = direction,
                                      .dialect = std::string{dialect},
                                      .text = {},
                                      .line = line_ + 1});
    }

    static bool is_head_line(std::string_view name) {
        return std::ranges::find(head_lines, name) != std::ranges::end(head_lines);
    }

    void read_head_line(std::string_view name, std::string_view argument) {
        auto& info = revision_.info;
        if (name == "revision") {
            info.id = single(name, argument);
        } else if (name == "down") {
            info.down = names_in(argument);
        } else if (name == "depends_on") {
            info.depends_on = names_in(argument);
        } else if (name == "labels") {
            info.branch_labels = names_in(argument);
        } else if (name == "created") {
            info.created = argument;
        } else if (name == "message") {
            info.message += (info.message.empty() ? "" : "\n") + std::string{argument};
        } else if (name == "transactional") {
            info.transactional = truth(argument);
        } else {
            std::vector<std::string> known{std::begin(head_lines), std::end(head_lines)};
            known.insert(known.end(), {"upgrade", "downgrade"});
            fail("there is no `-- azoth: " + std::string{name} + "`" +
                 text_utility::did_you_mean(name, known));
        }
    }

    std::string single(std::string_view name, std::string_view argument) const {
        auto names = names_in(argument);
        if (names.size() != 1) {
            fail("`" + std::string{name} + "` takes one word, not " + quoted(argument));
        }
        return std::move(names.front());
    }

    bool truth(std::string_view argument) const {
        if (argument != "true" && argument != "false") {
            fail("`transactional` is true or false, not " + quoted(argument));
        }
        return argument == "true";
    }

    [[noreturn]] void fail(std::string_view why) const { fail_syntax(path_, line_, why); }

    static constexpr std::string_view head_lines[] = {
        "revision", "down", "message", "created", "depends_on", "labels", "transactional"};

    std::string_view path_;
    int line_ = 0;
    SqlRevision revision_{};
};

}  // namespace

const SqlSection* SqlRevision::find(Direction direction, std::string_view dialect) const {
    const SqlSection* for_all = nullptr;
    for (const auto& section : sections) {
        if (section.direction == direction && section.dialect == dialect) {
            return &section;
        }
        if (section.direction == direction && section.dialect.empty()) {
            for_all = &section;
        }
    }
    return for_all;
}

SqlRevision parse_sql_revision(std::string_view text, std::string_view path) {
    return SqlReader{path}.run(text);
}

}  // namespace azoth::migrate
