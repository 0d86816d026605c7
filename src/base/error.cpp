// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>

#include <utility>

namespace azoth {

Error::Error(std::string_view code, std::string message, ErrorDetails details)
    : code_(code), message_(std::move(message)), details_(std::move(details)) {}

Error::~Error() = default;

const char* Error::what() const noexcept {
    return message_.c_str();
}

}  // namespace azoth
