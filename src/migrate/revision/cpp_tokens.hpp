// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

struct CppToken {
    enum class Kind : unsigned char {
        Word,   ///< identifier or number
        Text,   ///< string or character literal
        Symbol  ///< one character of punctuation
    };

    Kind kind{};
    std::string_view spelling{};  ///< as it stands in the file
    int line = 0;
};

/// Splits C++ source at the level that reading a head and hashing need: white space, comments and
/// line continuations are left out. An unterminated comment or literal ends with the file.
[[nodiscard]] std::vector<CppToken> cpp_tokens(std::string_view source);

/// Value of a string literal with its escapes replaced; raw and `u8` literals too.
[[nodiscard]] std::string literal_value(std::string_view spelling);

}  // namespace azoth::migrate
