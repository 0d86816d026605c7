// SPDX-License-Identifier: MIT
#include "toy_words.hpp"

#include <azoth/extend.hpp>

#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace toy {
namespace {

using azoth::text_utility::upper_ascii;

enum class Form { Word, Quoted, Text, Mark, Other };

struct Token {
    Form form;
    std::string text;  ///< words in upper case: the database folds them
    int depth = 0;     ///< parentheses around it
};

[[noreturn]] void refuse(std::string_view what, std::string_view statement) {
    throw azoth::OperationalError{"toy-refuses",
                                  "the toy database has no " + std::string{what},
                                  {.statement = std::string{statement}}};
}

bool is_letter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Where the text or name in quotes ends that begins at `at`; a doubled quote does not end it.
std::size_t behind_quotes(std::string_view sql, std::size_t at) {
    const char quote = sql[at];
    for (std::size_t end = at + 1; end < sql.size(); ++end) {
        if (sql[end] == quote && (end + 1 == sql.size() || sql[end + 1] != quote)) {
            return end + 1;
        }
        end += sql[end] == quote ? 1 : 0;
    }
    return sql.size();
}

std::vector<Token> tokens_of(std::string_view sql) {
    std::vector<Token> tokens;
    int depth = 0;
    for (std::size_t at = 0; at < sql.size();) {
        std::size_t end = at + 1;
        Form form = Form::Other;
        if (sql[at] == '\'' || sql[at] == '"') {
            form = sql[at] == '"' ? Form::Quoted : Form::Text;
            end = behind_quotes(sql, at);
        } else if (is_letter(sql[at])) {
            form = Form::Word;
            while (end < sql.size() && is_letter(sql[end])) {
                ++end;
            }
        } else if (sql[at] == '?') {
            form = Form::Mark;
        }
        const auto text = sql.substr(at, end - at);
        depth -= text == ")" ? 1 : 0;
        if (std::isspace(static_cast<unsigned char>(sql[at])) == 0) {
            tokens.push_back(
                {form, form == Form::Word ? upper_ascii(text) : std::string{text}, depth});
        }
        depth += text == "(" ? 1 : 0;
        at = end;
    }
    return tokens;
}

class Statement {
public:
    Statement(std::string_view sql, Place place)
        : sql_{sql}, place_{place}, tokens_{tokens_of(sql)} {}

    std::string run() {
        check_words();
        check_transaction();
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            check_source_name(i);
            check_condition(i);
            check_values(i);
            if (is(i, "SELECT")) {
                check_select(i);
            }
        }
        return written();
    }

private:
    [[nodiscard]] bool is(std::size_t i, std::string_view text) const {
        return i < tokens_.size() && tokens_[i].form != Form::Text &&
               tokens_[i].form != Form::Quoted && tokens_[i].text == text;
    }
    template <std::size_t N>
    [[nodiscard]] bool is_any(std::size_t i, const std::array<std::string_view, N>& words) const {
        return std::ranges::any_of(words, [&](std::string_view word) { return is(i, word); });
    }
    [[nodiscard]] bool is_name(std::size_t i) const {
        return i < tokens_.size() &&
               (tokens_[i].form == Form::Word || tokens_[i].form == Form::Quoted);
    }
    /// Behind `a.b.c`.
    [[nodiscard]] std::size_t behind_name(std::size_t i) const {
        while (is_name(i) && is(i + 1, ".")) {
            i += 2;
        }
        return i + 1;
    }
    /// Behind the parenthesis that closes the one at `i`.
    [[nodiscard]] std::size_t behind_group(std::size_t i) const {
        std::size_t end = i + 1;
        while (end < tokens_.size() && !(is(end, ")") && tokens_[end].depth == tokens_[i].depth)) {
            ++end;
        }
        return end + 1;
    }

    // [refused]
    void check_words() const {
        constexpr std::array<std::string_view, 12> unknown{"RETURNING",
                                                           "RELEASE",
                                                           "SAVEPOINT",
                                                           "LIMIT",
                                                           "OFFSET",
                                                           "BOOLEAN",
                                                           "TRUE",
                                                           "FALSE",
                                                           "RECURSIVE",
                                                           "FILTER",
                                                           "NULLS",
                                                           "EXCEPT"};
        constexpr std::size_t longest_name = 30;
        constexpr std::ptrdiff_t most_parameters = 2'100;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (is_any(i, unknown)) {
                refuse(tokens_[i].text, sql_);
            }
            const std::size_t quotes = tokens_[i].form == Form::Quoted ? 2 : 0;
            if (is_name(i) && tokens_[i].text.size() - quotes > longest_name) {
                refuse("names of more than 30 bytes", sql_);
            }
        }
        if (std::ranges::count(tokens_, Form::Mark, &Token::form) > most_parameters) {
            refuse("more than 2,100 parameters", sql_);
        }
    }

    void check_transaction() const {
        constexpr std::array<std::string_view, 3> definitions{"CREATE", "ALTER", "DROP"};
        if (place_ == Place::InTransaction && is_any(0, definitions)) {
            refuse("definitions inside a transaction", sql_);
        }
    }
    // [/refused]

    /// FROM t AS a
    void check_source_name(std::size_t i) const {
        if (!is(i, "FROM") && !is(i, "JOIN")) {
            return;
        }
        const std::size_t behind = is(i + 1, "(") ? behind_group(i + 1) : behind_name(i + 1);
        if (is(behind, "AS")) {
            refuse("AS before the name of a table", sql_);
        }
    }

    /// WHERE flag
    void check_condition(std::size_t i) const {
        constexpr std::array<std::string_view, 7> before{
            "WHERE", "ON", "WHEN", "HAVING", "AND", "OR", "NOT"};
        constexpr std::array<std::string_view, 9> behind{
            ")", "AND", "OR", "THEN", "GROUP", "ORDER", "UNION", "INTERSECT", "MINUS"};
        constexpr std::array<std::string_view, 3> no_columns{"NULL", "EXISTS", "NOT"};
        const bool is_definition = is(0, "CREATE") || is(0, "ALTER");
        const bool is_upper_bound = is(i, "AND") && follows_between(i);
        if (is_definition || !is_any(i, before) || !is_name(i + 1) || is_any(i + 1, no_columns) ||
            is_upper_bound) {
            return;
        }
        const std::size_t end = behind_name(i + 1);
        if (end >= tokens_.size() || is_any(end, behind)) {
            refuse("values that are conditions", sql_);
        }
    }

    [[nodiscard]] bool follows_between(std::size_t i) const {
        for (std::size_t before = i; before-- > 0;) {
            if (tokens_[before].depth != tokens_[i].depth || is(before, "AND")) {
                continue;
            }
            if (is(before, "BETWEEN")) {
                return true;
            }
            if (is(before, "WHERE") || is(before, "OR")) {
                return false;
            }
        }
        return false;
    }

    /// VALUES (1), (2)
    void check_values(std::size_t i) const {
        if (is(i, "VALUES") && is(behind_group(i + 1), ",")) {
            refuse("VALUES of several rows", sql_);
        }
    }

    /// Up to the parenthesis or the UNION that ends it.
    [[nodiscard]] std::size_t end_of_select(std::size_t begin) const {
        constexpr std::array<std::string_view, 3> compounds{"UNION", "INTERSECT", "MINUS"};
        const int depth = tokens_[begin].depth;
        std::size_t end = begin + 1;
        while (end < tokens_.size() && tokens_[end].depth >= depth &&
               !(tokens_[end].depth == depth && is_any(end, compounds))) {
            if (is(end, ")") && tokens_[end].depth < depth) {
                break;
            }
            ++end;
        }
        return end;
    }

    /// SELECT 1        SELECT a > b FROM t
    void check_select(std::size_t begin) const {
        constexpr std::array<std::string_view, 7> comparisons{
            "=", "<", ">", "IN", "IS", "LIKE", "BETWEEN"};
        const int depth = tokens_[begin].depth;
        int cases = 0;
        for (std::size_t i = begin + 1; i < end_of_select(begin); ++i) {
            if (tokens_[i].depth != depth) {
                continue;
            }
            if (is(i, "FROM")) {
                return;
            }
            cases += is(i, "CASE") ? 1 : 0;
            cases -= is(i, "END") ? 1 : 0;
            if (cases == 0 && is_any(i, comparisons)) {
                refuse("conditions that are values", sql_);
            }
        }
        refuse("SELECT without FROM", sql_);
    }

    [[nodiscard]] std::string written() {
        std::string out;
        for (std::size_t i = 0; i < tokens_.size();) {
            i = write(i, out);
            for (const auto& [at, text] : to_come_) {
                out += at == i ? text : "";
            }
        }
        return out;
    }

    // [translated]
    /// Writes what stands at `i`; gives where the next one stands.
    std::size_t write(std::size_t i, std::string& out) {
        const Token& token = tokens_[i];
        if (token.form == Form::Mark) {
            out += " ?" + std::to_string(++marks_);
        } else if (token.form == Form::Text) {
            out += token.text == "''" ? " NULL" : " " + token.text;
        } else if (is(i, "SELECT")) {
            out += " SELECT";
            return write_top(i, out);
        } else if (is(i, "SAVE") && is(i + 1, "TRANSACTION")) {
            out += " SAVEPOINT";
            return i + 2;
        } else if (is(i, "ROLLBACK") && is(i + 1, "TRANSACTION")) {
            out += " ROLLBACK TO";
            return i + 2;
        } else if (is(i, "EPOCH_NOW")) {
            out += " CAST(strftime('%s', 'now') AS INTEGER)";
            return i + 3;
        } else if (is(i, "NUMBER") && is(i + 2, "1")) {
            out += " BOOLEAN";
            return i + 4;
        } else {
            out += (is_joined(i) ? "" : " ") + word(i);
        }
        return i + 1;
    }

    [[nodiscard]] std::string word(std::size_t i) const {
        const bool is_given = is(i, "DEFAULT") && is(i - 1, "(") && is(i + 1, ")");
        return is(i, "DUAL")      ? "(SELECT 1)"
               : is(i, "MINUS")   ? "EXCEPT"
               : is(i, "COUNTER") ? "INTEGER"
               : is(i, "WITH")    ? "WITH RECURSIVE"
               : is_given         ? "NULL"
                                  : tokens_[i].text;
    }
    // [/translated]

    /// `a.b`, `<=` and `count(` are one.
    [[nodiscard]] bool is_joined(std::size_t i) const {
        const auto is_sign = [&](std::size_t at) {
            return is(at, "<") || is(at, ">") || is(at, "=") || is(at, "!") || is(at, "|");
        };
        return i > 0 && (is(i, ".") || is(i - 1, ".") || (is_sign(i) && is_sign(i - 1)));
    }

    /// SELECT TOP (?) SKIP (?) a FROM t  ->  SELECT a FROM t LIMIT ? OFFSET ?
    std::size_t write_top(std::size_t select, std::string& out) {
        std::string top;
        std::string skip;
        std::size_t next = select + 1;
        if (is(next, "DISTINCT")) {
            out += " DISTINCT";
            ++next;
        }
        for (std::string_view name : {"TOP", "SKIP"}) {
            if (is(next, name) && is(next + 1, "(")) {
                const std::size_t behind = behind_group(next + 1);
                std::string& count = name == "TOP" ? top : skip;
                for (std::size_t i = next + 2; i + 1 < behind;) {
                    i = write(i, count);
                }
                next = behind;
            }
        }
        if (!top.empty() || !skip.empty()) {
            to_come_.emplace_back(
                end_of_select(select),
                " LIMIT" + (top.empty() ? " -1" : top) + (skip.empty() ? "" : " OFFSET" + skip));
        }
        return next;
    }

    std::string_view sql_;
    Place place_;
    std::vector<Token> tokens_;
    int marks_ = 0;
    std::vector<std::pair<std::size_t, std::string>> to_come_{};
};

}  // namespace

std::string translated(std::string_view statement, Place place) {
    return Statement{statement, place}.run();
}

}  // namespace toy
