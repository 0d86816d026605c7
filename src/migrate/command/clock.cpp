// SPDX-License-Identifier: MIT
#include "migrate/command/clock.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <optional>

namespace azoth::migrate {

namespace {

constexpr std::string_view zone_folder = "/usr/share/zoneinfo";

/// The C library takes an unknown name for UTC without a word, so it is looked for first.
void refuse_unknown_zone(const std::string& zone) {
    const auto path = std::filesystem::path{zone_folder} / zone;
    const bool is_plain = zone.find("..") == std::string::npos && zone.front() != '/';
    if (zone != "UTC" && !(is_plain && std::filesystem::is_regular_file(path))) {
        throw MigrationError{"unknown-timezone",
                             "cannot find time zone " + text_utility::quoted(zone) + ": " +
                                 std::string{zone_folder} +
                                 " has no such file; write a name such as \"Europe/Berlin\", or "
                                 "leave `timezone` out"};
    }
}

class ZoneVariable {
public:
    explicit ZoneVariable(const std::string& zone) {
        if (const char* value = std::getenv("TZ")) {
            before_ = value;
        }
        setenv("TZ", zone.c_str(), 1);
        tzset();
    }
    ZoneVariable(const ZoneVariable&) = delete;
    ZoneVariable& operator=(const ZoneVariable&) = delete;
    ~ZoneVariable() {
        if (before_) {
            setenv("TZ", before_->c_str(), 1);
        } else {
            unsetenv("TZ");
        }
        tzset();
    }

private:
    std::optional<std::string> before_{};
};

}  // namespace

CreationTime time_in_zone(std::int64_t epoch, const std::string& zone) {
    std::optional<ZoneVariable> variable;
    if (!zone.empty()) {
        refuse_unknown_zone(zone);
        variable.emplace(zone);
    }
    const auto seconds = static_cast<std::time_t>(epoch);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    return {.year = parts.tm_year + 1900,
            .month = parts.tm_mon + 1,
            .day = parts.tm_mday,
            .hour = parts.tm_hour,
            .minute = parts.tm_min,
            .second = parts.tm_sec,
            .epoch = epoch};
}

CreationTime creation_time(const std::string& zone) {
    return time_in_zone(static_cast<std::int64_t>(std::time(nullptr)), zone);
}

}  // namespace azoth::migrate
