// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

namespace azoth::migrate {

/// What is written may quote names of a database: as text for a terminal or a log, or as JSON.
enum class OutputForm : std::uint8_t { Text, Json };

/// A stream in front of another one, which hands on whole lines with everything that is not seen
/// escaped (base/escape.hpp). Several threads may write.
class SafeOutput final : public std::streambuf {
public:
    SafeOutput(std::ostream& target, OutputForm form);
    SafeOutput(const SafeOutput&) = delete;
    SafeOutput& operator=(const SafeOutput&) = delete;
    /// Hands on what is left.
    ~SafeOutput() override;

    [[nodiscard]] std::ostream& stream() noexcept { return stream_; }

    /// The stream behind `stream`, for what is a terminal's language or data that is to be exact;
    /// `stream` itself where nothing stands in front of it. What was written before goes first.
    [[nodiscard]] static std::ostream& behind(std::ostream& stream);

private:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize length) override;
    int sync() override;
    void add(std::string_view text);
    void hand_on(std::size_t length);

    std::ostream& target_;
    OutputForm form_;
    std::mutex mutex_{};
    std::string pending_{};
    std::ostream stream_;
};

/// Whether what is written there is looked at by a person right away.
[[nodiscard]] bool output_goes_to_terminal();

}  // namespace azoth::migrate
