// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace azoth::drivers {

/// A statement as errors name it: quoted, cut after some 200 bytes (the whole text is in the
/// error's details).
[[nodiscard]] std::string excerpt(std::string_view sql);

/// A file as errors name it: quoted, or `the database in memory`.
[[nodiscard]] std::string shown_file(std::string_view file);

}  // namespace azoth::drivers
