// SPDX-License-Identifier: MIT
#include "drivers/statement_excerpt.hpp"

#include <azoth/base/text.hpp>

namespace azoth::drivers {

std::string excerpt(std::string_view sql) {
    constexpr std::size_t longest = 200;
    sql = text_utility::trim(sql);
    if (sql.size() <= longest) {
        return text_utility::quoted(sql);
    }
    std::size_t end = longest;
    // Not in the middle of a UTF-8 sequence.
    while (end > 0 && (static_cast<unsigned char>(sql[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text_utility::quoted(std::string{sql.substr(0, end)} + "…");
}

std::string shown_file(std::string_view file) {
    return file.empty() ? "the database in memory" : text_utility::quoted(file);
}

}  // namespace azoth::drivers
