// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::test::foreign {

/// The script of a random SQLite schema that holds more than azoth models; the same for the same
/// seed everywhere.
class RandomLiveSchema {
public:
    explicit RandomLiveSchema(std::uint64_t seed) : random_{seed} {}

    std::string make();

    std::size_t below(std::size_t limit) {
        return static_cast<std::size_t>(random_() % static_cast<std::uint64_t>(limit));
    }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }

private:
    /// What is to be known of a table that is there.
    struct Made {
        std::string name{};  ///< as it is written, with its quotes
        std::string key{};   ///< the columns of its key, or nothing
        bool has_rowid = true;
    };
    using Texts = std::initializer_list<std::string_view>;

    std::string maybe(int percent, std::string_view text) {
        return chance(percent) ? std::string{text} : std::string{};
    }
    std::string one_of(Texts texts) { return std::string{texts.begin()[below(texts.size())]}; }
    std::string conflict();
    std::string next_name();
    std::string key_column(Made& table, bool is_strict, bool has_rowid);
    std::string reference(const Made& table);
    std::string generated();
    std::string columns(Made& table, bool is_strict);
    std::string constraints(const Made& table);
    std::string table();
    std::string indexes(const Made& table);
    std::string views(const Made& table);
    std::string triggers(const Made& table);
    std::string searches(const Made& table);
    std::string number() { return std::to_string(++extras_); }

    std::mt19937_64 random_;
    std::vector<Made> tables_{};
    int extras_ = 0;
};

}  // namespace azoth::test::foreign
