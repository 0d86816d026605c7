// SPDX-License-Identifier: MIT
#include <azoth/testing/sql_recorder.hpp>

#include <array>
#include <utility>

namespace azoth::testing {

namespace {

bool ends_or_begins_transaction(std::string_view line) {
    constexpr std::array<std::string_view, 5> words{
        "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"};
    for (const std::string_view word : words) {
        if (line.starts_with(word)) {
            return true;
        }
    }
    return false;
}

std::string as_line(const StatementEvent& event) {
    std::string line{event.sql};
    if (event.parameters.empty()) {
        return line;
    }
    std::string_view separator = " [";
    for (const Value& value : event.parameters) {
        line.append(separator).append(value.to_string());
        separator = ", ";
    }
    return line + "]";
}

}  // namespace

SqlRecorder::SqlRecorder(const Engine& engine)
    : engine_(engine), listener_(engine.add_listener([this](const StatementEvent& event) {
          lines_.push_back(as_line(event));
      })) {}

SqlRecorder::~SqlRecorder() {
    engine_.remove_listener(listener_);
}

std::vector<std::string> SqlRecorder::take() {
    return std::exchange(lines_, {});
}

std::vector<std::string> SqlRecorder::take_statements() {
    std::vector<std::string> statements;
    const std::string after = engine_.dialect().after_transaction(Access::ReadOnly);
    for (std::string& line : take()) {
        if (!ends_or_begins_transaction(line) && line != after) {
            statements.push_back(std::move(line));
        }
    }
    return statements;
}

}  // namespace azoth::testing
