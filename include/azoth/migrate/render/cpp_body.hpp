// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// The steps as statements of a revision's `upgrade` or `downgrade`, indented by four spaces, each
/// line ended. Only what is needed is said; compiled and run, the text gives the same steps. Code
/// of a revision (Run) becomes a comment.
[[nodiscard]] std::string render_cpp(std::span<const Operation> operations);

/// A line for each sentence: `    // sentence` with the marker `    //`. Whatever a sentence
/// quotes, it stays in its comment.
[[nodiscard]] std::string render_comments(std::span<const std::string> sentences,
                                          std::string_view marker);

/// A text as a C++ literal, quotes included.
[[nodiscard]] std::string cpp_literal(std::string_view text);

}  // namespace azoth::migrate
