// SPDX-License-Identifier: MIT
#pragma once

namespace azoth {

/// How one database writes the parts that every SQL text is made of: texts, names and comments.
/// As they stand here they are those of the standard.
struct SqlRules {
    bool backslash_escapes = false;    ///< `'it\'s'`
    bool escape_texts = false;         ///< `E'it\'s'`
    bool dollar_texts = false;         ///< `$$it's$$`, `$tag$it's$tag$`
    bool double_quoted_texts = false;  ///< `"it's"` is a text, not a name
    bool backtick_names = false;       ///< `` `a name` ``
    bool bracket_names = false;        ///< `[a name]`
    bool dollars_in_words = false;     ///< `a$b` is one name
    bool nested_comments = false;      ///< `/* a /* b */ c */` is one comment
    bool hash_comments = false;        ///< `# to the end of the line`
    bool blank_after_dashes = false;   ///< `--` opens a comment before a blank only: `1--1` is 2
    bool return_ends_comment = false;  ///< a line comment ends at a carriage return too

    friend bool operator==(const SqlRules&, const SqlRules&) = default;
};

}  // namespace azoth
