// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/script_directory.hpp>

#include "migrate/revision/cpp_tokens.hpp"
#include "migrate/revision/sql_heads.hpp"
#include "migrate/revision/syntax_failure.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <optional>

namespace azoth::migrate {

void fail_syntax(std::string_view path, int line, std::string_view why) {
    throw MigrationError{"revision-syntax",
                         "cannot read revision file " + text_utility::quoted(path) + " line " +
                             std::to_string(line) + ": " + std::string{why}};
}

namespace {

using text_utility::quoted;

/// Reads `{.id = "…", .down = {…}, …}` from the tokens that follow its opening brace.
class HeadReader {
public:
    HeadReader(std::span<const CppToken> tokens, std::size_t start, std::string_view path)
        : tokens_(tokens), position_(start), path_(path), line_(tokens[start].line) {}

    RevisionInfo run() {
        while (!take_symbol('}')) {
            read_member();
            if (!take_symbol(',') && !is_symbol('}')) {
                fail("expected \",\" or \"}\" before " + here());
            }
        }
        if (info_.id.empty()) {
            fail_syntax(
                path_, line_, "the revision has no id; write .id = \"…\" first in its braces");
        }
        info_.path = path_;
        return std::move(info_);
    }

private:
    void read_member() {
        if (!take_symbol('.')) {
            fail("expected a member such as .id before " + here());
        }
        const auto name = take_word();
        if (std::ranges::find(seen_, name) != seen_.end()) {
            fail("." + name + " is given twice; remove one");
        }
        seen_.push_back(name);
        if (!take_symbol('=') && !is_symbol('{')) {
            fail("expected \"=\" behind ." + name + " before " + here());
        }
        read_value(name);
    }

    void read_value(const std::string& name) {
        if (name == "id") {
            info_.id = take_text(name);
        } else if (name == "message") {
            info_.message = take_text(name);
        } else if (name == "created") {
            info_.created = take_text(name);
        } else if (name == "down") {
            info_.down = take_texts(name);
        } else if (name == "depends_on") {
            info_.depends_on = take_texts(name);
        } else if (name == "branch_labels") {
            info_.branch_labels = take_texts(name);
        } else if (name == "transactional") {
            info_.transactional = take_truth(name);
        } else {
            const std::vector<std::string> known = {
                "id", "down", "message", "created", "depends_on", "branch_labels", "transactional"};
            fail("a revision has no member ." + name + text_utility::did_you_mean(name, known));
        }
    }

    [[nodiscard]] bool is_at_end() const { return position_ >= tokens_.size(); }
    [[nodiscard]] bool is_kind(CppToken::Kind kind) const {
        return !is_at_end() && tokens_[position_].kind == kind;
    }
    [[nodiscard]] bool is_symbol(char symbol) const {
        return is_kind(CppToken::Kind::Symbol) && tokens_[position_].spelling.front() == symbol;
    }
    [[nodiscard]] bool take_symbol(char symbol) {
        const bool found = is_symbol(symbol);
        position_ += found ? 1 : 0;
        return found;
    }
    [[nodiscard]] std::string here() const {
        return is_at_end() ? "the end of the file" : quoted(tokens_[position_].spelling);
    }
    [[noreturn]] void fail(std::string_view why) const {
        fail_syntax(path_, is_at_end() ? tokens_.back().line : tokens_[position_].line, why);
    }

    std::string take_word() {
        if (!is_kind(CppToken::Kind::Word)) {
            fail("expected a member name before " + here());
        }
        return std::string{tokens_[position_++].spelling};
    }

    /// Neighbouring literals are one text, as in C++.
    std::string take_text(const std::string& name) {
        if (!is_kind(CppToken::Kind::Text)) {
            fail("." + name + " must be a text in double quotes, written out, not " + here());
        }
        std::string value;
        while (is_kind(CppToken::Kind::Text)) {
            value += literal_value(tokens_[position_++].spelling);
        }
        return value;
    }

    std::vector<std::string> take_texts(const std::string& name) {
        if (!take_symbol('{')) {
            return {take_text(name)};
        }
        std::vector<std::string> values;
        while (!take_symbol('}')) {
            values.push_back(take_text(name));
            if (!take_symbol(',') && !is_symbol('}')) {
                fail("expected \",\" or \"}\" in ." + name + " before " + here());
            }
        }
        return values;
    }

    bool take_truth(const std::string& name) {
        const auto word =
            is_kind(CppToken::Kind::Word) ? tokens_[position_].spelling : std::string_view{};
        if (word != "true" && word != "false") {
            fail("." + name + " must be true or false, not " + here());
        }
        ++position_;
        return word == "true";
    }

    std::span<const CppToken> tokens_;
    std::size_t position_;
    std::string_view path_;
    int line_;
    std::vector<std::string> seen_{};
    RevisionInfo info_{};
};

bool has_spelling(std::span<const CppToken> tokens, std::size_t at, std::string_view spelling) {
    return at < tokens.size() && tokens[at].kind != CppToken::Kind::Text &&
           tokens[at].spelling == spelling;
}

/// `Revision name{{.`, with `(` or `= {` accepted too: position of the first token in the inner
/// braces.
std::optional<std::size_t> head_at(std::span<const CppToken> tokens, std::size_t at) {
    if (!has_spelling(tokens, at, "Revision") || at + 2 >= tokens.size()) {
        return std::nullopt;
    }
    auto next = at + 1;
    next += tokens[next].kind == CppToken::Kind::Word ? 1 : 0;
    next += has_spelling(tokens, next, "=") ? 1 : 0;
    next += has_spelling(tokens, next, "Revision") ? 1 : 0;
    const bool is_open = has_spelling(tokens, next, "{") || has_spelling(tokens, next, "(");
    const bool is_head = is_open && has_spelling(tokens, next + 1, "{") && next + 2 < tokens.size();
    return is_head ? std::optional{next + 2} : std::nullopt;
}

}  // namespace

RevisionInfo parse_cpp_revision(std::string_view text, std::string_view path) {
    const auto tokens = cpp_tokens(without_byte_order_mark(text, path));
    std::optional<RevisionInfo> info;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const auto head = head_at(tokens, at);
        if (head && info) {
            fail_syntax(path,
                        tokens[at].line,
                        "a second revision begins here; put it into a file of its own");
        }
        if (head) {
            info = HeadReader{tokens, *head, path}.run();
        }
    }
    if (!info) {
        fail_syntax(path,
                    1,
                    "it declares no revision; write const Revision revision{{.id = \"…\", .down = "
                    "{…}}, upgrade, "
                    "downgrade}; or move the file out of the versions folder");
    }
    return *std::move(info);
}

}  // namespace azoth::migrate
