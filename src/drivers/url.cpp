// SPDX-License-Identifier: MIT
#include <azoth/drivers/url.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <charconv>

namespace azoth {

namespace {

using text_utility::quoted;

constexpr std::string_view hexadecimal_digits = "0123456789ABCDEF";

constexpr bool is_letter_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

int digit_value(char c) noexcept {
    const auto at =
        hexadecimal_digits.find(c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// A query key whose value must not be shown: `password`, and what it is misspelt as.
bool is_secret(std::string_view key) {
    const std::string lower = text_utility::lower_ascii(key);
    return lower.find("pass") != std::string::npos || lower.find("pwd") != std::string::npos ||
           lower.find("secret") != std::string::npos || lower.find("token") != std::string::npos;
}

std::string encoded(std::string_view text, std::string_view allowed) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_letter_or_digit(c) || byte >= 0x80 || allowed.find(c) != std::string_view::npos) {
            result += c;
        } else {
            result += '%';
            result += hexadecimal_digits[byte >> 4U];
            result += hexadecimal_digits[byte & 15U];
        }
    }
    return result;
}

/// Takes a URL apart. Errors show nothing of it beyond its scheme.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text), rest_(text) {}

    Url parse() {
        read_scheme();
        refuse_split_password();
        const std::string_view query = cut_after('?');
        read_authority();
        url_.database = decoded(rest_, "database");
        read_query(query);
        return std::move(url_);
    }

private:
    [[noreturn]] void refuse(std::string_view why, std::string_view way_out) const {
        throw ArgumentError{"bad-url",
                            "cannot read the URL" + shown() + ": " + std::string{why} + "; " +
                                std::string{way_out}};
    }

    /// The scheme. The rest was not understood: a password may stand anywhere in it.
    [[nodiscard]] std::string shown() const {
        const auto end = text_.find("://");
        const auto is_part = [](char c) { return is_letter_or_digit(c) || c == '_' || c == '+'; };
        constexpr std::size_t longest = 40;
        const bool is_scheme = end != std::string_view::npos && end > 0 && end <= longest &&
                               std::ranges::all_of(text_.substr(0, end), is_part);
        return is_scheme ? " " + quoted(std::string{text_.substr(0, end)} + "://…") : "";
    }

    /// A ? of a password would cut the URL in the middle of it.
    void refuse_split_password() const {
        const auto question = text_.find('?');
        if (question == std::string_view::npos) {
            return;
        }
        const auto behind_scheme = text_.find("://") + 3;
        const auto colon = text_.find(':', behind_scheme);
        if (colon < question && text_.find('@', question) != std::string_view::npos) {
            refuse("there is an @ behind its ?",
                   "write ? in a password as %3F, and @ in an option as %40");
        }
    }

    /// Removes and returns what follows the character, nothing when it does not occur.
    std::string_view cut_after(char separator) {
        const auto at = rest_.find(separator);
        if (at == std::string_view::npos) {
            return {};
        }
        const std::string_view tail = rest_.substr(at + 1);
        rest_ = rest_.substr(0, at);
        return tail;
    }

    [[nodiscard]] std::string decoded(std::string_view part, std::string_view name) const {
        std::string result;
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (part[i] != '%') {
                result += part[i];
                continue;
            }
            const int high = i + 1 < part.size() ? digit_value(part[i + 1]) : -1;
            const int low = i + 2 < part.size() ? digit_value(part[i + 2]) : -1;
            if (high < 0 || low < 0) {
                refuse(
                    "% in the " + std::string{name} + " is not followed by two hexadecimal digits",
                    "write the character itself as %25");
            }
            result += static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (result.find('\0') != std::string::npos) {
            refuse("the " + std::string{name} + " holds the character NUL", "leave it out");
        }
        return result;
    }

    void read_scheme() {
        const auto end = rest_.find("://");
        if (end == std::string_view::npos) {
            refuse("there is no \"://\"",
                   "write dialect://user:password@host:port/database, or dialect:///file for a "
                   "database that is a file");
        }
        const std::string_view scheme = rest_.substr(0, end);
        rest_.remove_prefix(end + 3);
        const auto plus = scheme.find('+');
        const bool has_driver = plus != std::string_view::npos;
        url_.dialect = text_utility::lower_ascii(scheme.substr(0, plus));
        url_.driver = has_driver ? text_utility::lower_ascii(scheme.substr(plus + 1)) : "";
        const auto is_part = [](char c) { return is_letter_or_digit(c) || c == '_'; };
        if (url_.dialect.empty() || !std::ranges::all_of(url_.dialect, is_part) ||
            !std::ranges::all_of(url_.driver, is_part) || (has_driver && url_.driver.empty())) {
            refuse("the scheme is no name", "write dialect://… or dialect+driver://…");
        }
    }

    void read_authority() {
        const auto slash = find_path();
        std::string_view authority = rest_.substr(0, slash);
        rest_ = slash == std::string_view::npos ? std::string_view{} : rest_.substr(slash + 1);
        const auto at = authority.rfind('@');
        if (at != std::string_view::npos) {
            read_user(authority.substr(0, at));
            authority.remove_prefix(at + 1);
        }
        read_host(authority);
    }

    /// The slash that ends the authority. A password may hold unescaped slashes before its `@`, as
    /// people paste them.
    [[nodiscard]] std::size_t find_path() const {
        const auto slash = rest_.find('/');
        const auto at = rest_.rfind('@');
        const auto colon = rest_.find(':');
        const bool in_password = at != std::string_view::npos && slash < at && colon < slash;
        return in_password ? rest_.find('/', at) : slash;
    }

    void read_user(std::string_view part) {
        const auto colon = part.find(':');
        url_.user = decoded(part.substr(0, colon), "user");
        url_.password =
            colon == std::string_view::npos ? "" : decoded(part.substr(colon + 1), "password");
    }

    void read_host(std::string_view part) {
        std::string_view port;
        bool has_port = false;
        if (part.starts_with('[')) {
            const auto bracket = part.find(']');
            if (bracket == std::string_view::npos) {
                refuse("the host's bracket is not closed", "write IPv6 addresses as [::1]");
            }
            url_.host = part.substr(1, bracket - 1);
            const std::string_view tail = part.substr(bracket + 1);
            has_port = tail.starts_with(':');
            if (!tail.empty() && !has_port) {
                refuse("there is something between the host and the port", "write [::1]:5432");
            }
            port = has_port ? tail.substr(1) : tail;
        } else {
            const auto colon = part.find(':');
            has_port = colon != std::string_view::npos;
            url_.host = decoded(part.substr(0, colon), "host");
            port = has_port ? part.substr(colon + 1) : port;
        }
        if (has_port && !port.empty()) {
            url_.port = read_port(port);
        }
    }

    [[nodiscard]] std::uint16_t read_port(std::string_view part) const {
        std::uint16_t port = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), port);
        if (error != std::errc{} || end != part.data() + part.size() || port == 0) {
            // What stands here may be half of a password that holds a colon or an @.
            refuse("the port is no number from 1 to 65535",
                   "write host:port, IPv6 addresses in brackets, and special characters of user "
                   "and password as %xx");
        }
        return port;
    }

    void read_query(std::string_view query) {
        if (query.empty()) {
            return;
        }
        for (const std::string_view item : text_utility::split(query, '&')) {
            const auto equals = item.find('=');
            std::string key = decoded(item.substr(0, equals), "query");
            if (key.empty()) {
                refuse("a query option has no name", "write ?key=value&key=value");
            }
            std::string value = equals == std::string_view::npos
                                    ? std::string{}
                                    : decoded(item.substr(equals + 1), "query");
            url_.query.emplace_back(std::move(key), std::move(value));
        }
    }

    std::string_view text_;
    std::string_view rest_;
    Url url_{};
};

std::string shown_host(const Url& url) {
    std::string result =
        url.host.find(':') == std::string::npos ? encoded(url.host, "-._~") : '[' + url.host + ']';
    if (url.port) {
        result += ':' + std::to_string(*url.port);
    }
    return result;
}

}  // namespace

Url Url::parse(std::string_view text) {
    return Parser{text}.parse();
}

std::optional<std::string_view> Url::option(std::string_view key) const noexcept {
    const auto found = std::ranges::find(
        query, key, [](const auto& entry) { return std::string_view{entry.first}; });
    return found == query.end() ? std::nullopt : std::optional<std::string_view>{found->second};
}

std::string Url::to_string() const {
    std::string result = dialect + (driver.empty() ? "" : '+' + driver) + "://";
    if (!user.empty() || !password.empty()) {
        result += encoded(user, "-._~") + (password.empty() ? "" : ":***") + '@';
    }
    result += shown_host(*this);
    if (!database.empty()) {
        result += '/' + encoded(database, "-._~/:@ ");
    }
    char separator = '?';
    for (const auto& [key, value] : query) {
        result += separator + encoded(key, "-._~") + '=' +
                  (is_secret(key) ? "***" : encoded(value, "-._~/:@, "));
        separator = '&';
    }
    return result;
}

}  // namespace azoth
