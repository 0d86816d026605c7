// SPDX-License-Identifier: MIT
#include <azoth/dialects/dialect.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/dialects/split_sql.hpp>

namespace azoth::dialects {

namespace {

constexpr std::size_t hash_digits = 8;

std::string hash_of(std::string_view name) {
    constexpr std::string_view digits = "0123456789abcdef";
    auto hash = text_utility::stable_hash(name);
    std::string result(hash_digits, '0');
    for (auto& digit : result) {
        digit = digits[hash & 15U];
        hash >>= 4U;
    }
    return result;
}

/// Cuts to at most `size` bytes without splitting a UTF-8 sequence.
std::string_view cut(std::string_view text, std::size_t size) noexcept {
    const auto is_continuation = [&](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    while (size > 0 && is_continuation(size)) {
        --size;
    }
    return text.substr(0, size);
}

}  // namespace

std::string Dialect::constraint_name(std::string_view name) const {
    const auto limit = static_cast<std::size_t>(capabilities().max_identifier_length);
    if (name.size() <= limit) {
        return identifier(name);
    }
    return identifier(std::string{cut(name, limit - hash_digits - 1)} + '_' + hash_of(name));
}

std::string Dialect::table_name(std::string_view name, std::string_view schema) const {
    return schema.empty() ? identifier(name) : identifier(schema) + '.' + identifier(name);
}

std::vector<std::string> Dialect::live_ddl(const Query&, const ddl::Statement& statement) const {
    return ddl(statement);
}

std::vector<std::string> Dialect::own_text(const Query&, const ddl::TableName&) const {
    return {};
}

std::vector<std::string> Dialect::broken_objects(const Query&) const {
    return {};
}

bool Dialect::needs_rebuild(const ddl::Statement&) const {
    return false;
}

std::vector<std::string> Dialect::rebuild(const Query&,
                                          const ddl::TableName& table,
                                          std::span<const ddl::Statement>) const {
    throw CompileError{"ddl-unsupported",
                       "cannot rebuild table " + text_utility::quoted(table.name) + ": " +
                           std::string{name()} +
                           " changes tables in place; send the statements of ddl() instead"};
}

std::string Dialect::commit() const {
    return "COMMIT";
}

std::string Dialect::rollback() const {
    return "ROLLBACK";
}

std::string Dialect::savepoint(std::string_view name) const {
    return "SAVEPOINT " + identifier(name);
}

std::string Dialect::release_savepoint(std::string_view name) const {
    return "RELEASE SAVEPOINT " + identifier(name);
}

std::string Dialect::rollback_to_savepoint(std::string_view name) const {
    return "ROLLBACK TO SAVEPOINT " + identifier(name);
}

std::string Dialect::after_transaction(Access /*access*/) const {
    return {};
}

std::string Dialect::mixed_forms_query(const schema::Table& /*table*/) const {
    return {};
}

std::optional<Url> Dialect::shared_memory_url(const Url&, std::uint64_t) const {
    return std::nullopt;
}

Url Dialect::rebased_url(const Url& url, std::string_view /*folder*/) const {
    return url;
}

ScratchSupport Dialect::scratch_support(std::string_view /*name*/) const {
    return {};
}

std::vector<std::string> Dialect::split(std::string_view script) const {
    return split_sql(script);
}

}  // namespace azoth::dialects
