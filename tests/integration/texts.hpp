// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

/// Files and messages as tests look at them.
namespace azoth::test {

/// The whole of a file; empty when there is none.
[[nodiscard]] inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

[[nodiscard]] inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Whether the text is the pattern, in which each `*` stands for anything, nothing included.
[[nodiscard]] inline bool matches(std::string_view text, std::string_view pattern) {
    auto star = pattern.find('*');
    if (star == std::string_view::npos) {
        return text == pattern;
    }
    if (!text.starts_with(pattern.substr(0, star))) {
        return false;
    }
    text.remove_prefix(star);
    for (;;) {
        pattern.remove_prefix(star + 1);
        star = pattern.find('*');
        if (star == std::string_view::npos) {
            return text.ends_with(pattern);
        }
        const auto at = text.find(pattern.substr(0, star));
        if (at == std::string_view::npos) {
            return false;
        }
        text.remove_prefix(at + star);
    }
}

}  // namespace azoth::test
