// SPDX-License-Identifier: MIT
#include <azoth/dialects/live_schema.hpp>

#include <azoth/dialects/dialect.hpp>

namespace azoth::dialects {

std::string LiveSchema::default_schema(const Query&) const {
    return {};
}

std::string LiveSchema::create_schema(std::string_view) const {
    return {};
}

std::string LiveSchema::drop_schema_if_empty(std::string_view) const {
    return {};
}

std::vector<std::string> LiveSchema::copy_statements(const Query&) const {
    return {};
}

std::vector<std::string> LiveSchema::left_out_by_program(const Query&) const {
    return {};
}

SchemaProgram LiveSchema::program(const Query&, const Url&) const {
    return {};
}

std::vector<std::string> LiveSchema::statements_of(std::string_view) const {
    return {};
}

std::vector<LiveObject> LiveSchema::objects(const Query&) const {
    return {};
}

std::optional<std::string> LiveSchema::neutral_value(std::string_view) const {
    return std::nullopt;
}

std::vector<LiveEnum> LiveSchema::enum_types(const Query&) const {
    return {};
}

std::vector<LiveObject> LiveSchema::dependents(const Query&, std::span<const ChangedPart>) const {
    return {};
}

const LiveSchema& Dialect::live_schema() const noexcept {
    static const LiveSchema instance;
    return instance;
}

}  // namespace azoth::dialects
