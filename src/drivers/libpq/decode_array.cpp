// SPDX-License-Identifier: MIT
#include "drivers/libpq/decode_array.hpp"

#include "drivers/libpq/byte_order.hpp"
#include "drivers/libpq/decode.hpp"

#include <utility>
#include <vector>

namespace azoth::drivers::libpq {

namespace {

constexpr std::int32_t most_dimensions = 6;

/// Takes the form apart from the front; every read checks what is left.
class ArrayReader {
public:
    explicit ArrayReader(std::string_view bytes) noexcept : rest_(bytes) {}

    std::optional<Value> read() {
        std::int32_t dimensions = 0;
        std::int32_t flags = 0;
        std::int32_t type = 0;
        if (!take(dimensions) || !take(flags) || !take(type) || dimensions < 0 ||
            dimensions > most_dimensions || flags < 0 || flags > 1 || type == 0) {
            return std::nullopt;
        }
        type_ = static_cast<Oid>(type);
        for (std::int32_t i = 0; i < dimensions; ++i) {
            std::int32_t length = 0;
            std::int32_t first_index = 0;
            if (!take(length) || !take(first_index) || length < 0) {
                return std::nullopt;
            }
            lengths_.push_back(length);
        }
        if (lengths_.empty()) {
            return rest_.empty() ? std::optional{Value::array({})} : std::nullopt;
        }
        auto result = level(0);
        return rest_.empty() ? std::move(result) : std::nullopt;
    }

private:
    bool take(std::int32_t& number) noexcept {
        if (rest_.size() < sizeof number) {
            return false;
        }
        number = read_integer<std::int32_t>(rest_.data());
        rest_.remove_prefix(sizeof number);
        return true;
    }

    std::optional<Value> level(std::size_t depth) {
        std::vector<Value> elements;
        for (std::int32_t i = 0; i < lengths_[depth]; ++i) {
            auto next = depth + 1 < lengths_.size() ? level(depth + 1) : element();
            if (!next) {
                return std::nullopt;
            }
            elements.push_back(*std::move(next));
        }
        return Value::array(std::move(elements));
    }

    std::optional<Value> element() {
        std::int32_t size = 0;
        if (!take(size) || size < -1 ||
            (size >= 0 && rest_.size() < static_cast<std::size_t>(size))) {
            return std::nullopt;
        }
        if (size == -1) {
            return Value{};
        }
        const std::string_view bytes = rest_.substr(0, static_cast<std::size_t>(size));
        rest_.remove_prefix(bytes.size());
        return natural_value({type_, bytes});
    }

    std::string_view rest_;
    Oid type_ = 0;
    std::vector<std::int32_t> lengths_;
};

}  // namespace

std::optional<Value> decode_array(std::string_view bytes) {
    return ArrayReader{bytes}.read();
}

}  // namespace azoth::drivers::libpq
