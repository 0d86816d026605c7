// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/types/codec_of.hpp>

namespace azoth::detail {

void throw_unexpected_null(int column, std::string_view type_name) {
    throw DataError{"unexpected-null",
                    "cannot read column " + std::to_string(column + 1) + " into " +
                        std::string{type_name} +
                        ": the database sent NULL; read it into std::optional, or say "
                        "nullable(...) where a join "
                        "may leave it out"};
}

void throw_out_of_range(std::string_view type_name, const std::string& value) {
    throw DataError{"value-out-of-range",
                    "cannot convert " + value + " for " + std::string{type_name} +
                        ": it does not fit; use a wider integer on the other side"};
}

// g++:   "… type_name() [with T = int; std::string_view = …]"      clang: "… type_name() [T = int]"
std::string_view type_name_in(std::string_view signature) noexcept {
    const auto start = signature.find("T = ");
    if (start == std::string_view::npos) {
        return signature;
    }
    signature.remove_prefix(start + 4);
    const auto end = signature.find("; std::string_view = ");
    return signature.substr(0, end == std::string_view::npos ? signature.rfind(']') : end);
}

SqlType integer_type(std::size_t bytes_needed) {
    if (bytes_needed <= 2) {
        return sql::SmallInteger();
    }
    if (bytes_needed <= 4) {
        return sql::Integer();
    }
    return sql::BigInteger();
}

template struct CodecFunctions<bool>;
template struct CodecFunctions<std::optional<bool>>;
template struct CodecFunctions<signed char>;
template struct CodecFunctions<std::optional<signed char>>;
template struct CodecFunctions<short>;
template struct CodecFunctions<std::optional<short>>;
template struct CodecFunctions<int>;
template struct CodecFunctions<std::optional<int>>;
template struct CodecFunctions<long>;
template struct CodecFunctions<std::optional<long>>;
template struct CodecFunctions<long long>;
template struct CodecFunctions<std::optional<long long>>;
template struct CodecFunctions<unsigned char>;
template struct CodecFunctions<std::optional<unsigned char>>;
template struct CodecFunctions<unsigned short>;
template struct CodecFunctions<std::optional<unsigned short>>;
template struct CodecFunctions<unsigned>;
template struct CodecFunctions<std::optional<unsigned>>;
template struct CodecFunctions<unsigned long>;
template struct CodecFunctions<std::optional<unsigned long>>;
template struct CodecFunctions<unsigned long long>;
template struct CodecFunctions<std::optional<unsigned long long>>;
template struct CodecFunctions<float>;
template struct CodecFunctions<std::optional<float>>;
template struct CodecFunctions<double>;
template struct CodecFunctions<std::optional<double>>;
template struct CodecFunctions<std::string>;
template struct CodecFunctions<std::optional<std::string>>;
template struct CodecFunctions<Bytes>;
template struct CodecFunctions<std::optional<Bytes>>;
template struct CodecFunctions<Uuid>;
template struct CodecFunctions<std::optional<Uuid>>;
template struct CodecFunctions<Decimal>;
template struct CodecFunctions<std::optional<Decimal>>;

}  // namespace azoth::detail
