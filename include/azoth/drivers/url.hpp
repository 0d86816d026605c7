// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azoth {

/// `dialect[+driver]://user:password@host:port/database?key=value&…`, percent-decoded.
///
/// `sqlite://` has no database (memory), `sqlite:///a.db` the relative path `a.db`,
/// `sqlite:////a.db` the absolute path `/a.db`. A unix socket folder is given as `?host=/folder`.
struct Url {
    std::string dialect{};
    std::string driver{};
    std::string user{};
    std::string password{};
    std::string host{};
    std::optional<std::uint16_t> port{};
    std::string database{};
    std::vector<std::pair<std::string, std::string>> query{};

    /// Throws ArgumentError (`bad-url`) that names the part that is wrong; the password is never in
    /// the message.
    static Url parse(std::string_view text);
    /// The value of a query key, or nothing.
    [[nodiscard]] std::optional<std::string_view> option(std::string_view key) const noexcept;
    /// As it may be shown: the password replaced by `***`.
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const Url&, const Url&) = default;
};

}  // namespace azoth
