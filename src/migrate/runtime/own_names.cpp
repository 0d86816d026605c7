// SPDX-License-Identifier: MIT
#include "migrate/runtime/own_names.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

namespace azoth::migrate {
namespace {

using text_utility::replace_all;

/// The statement stays as it was sent; what the server says of it comes behind.
std::string without(const std::string& message, std::string_view prefix) {
    const auto end = message.find("\": ");
    const auto said = end == std::string::npos ? std::size_t{0} : end;
    return message.substr(0, said) + replace_all(message.substr(said), prefix, "");
}

template <class Failure>
[[noreturn]] void throw_again(const Failure& error, std::string_view prefix) {
    ErrorDetails details = error.details();
    details.table = replace_all(details.table, prefix, "");
    details.constraint = replace_all(details.constraint, prefix, "");
    throw Failure{error.code(), without(error.message(), prefix), std::move(details)};
}

}  // namespace

void rethrow_with_own_names(std::string_view prefix) {
    if (prefix.empty()) {
        throw;
    }
    try {
        throw;
    } catch (const IntegrityError& error) {
        throw_again(error, prefix);
    } catch (const DataError& error) {
        throw_again(error, prefix);
    } catch (const ProgrammingError& error) {
        throw_again(error, prefix);
    }
}

}  // namespace azoth::migrate
