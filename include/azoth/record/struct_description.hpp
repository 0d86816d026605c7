// SPDX-License-Identifier: MIT
#pragma once

/// Moved: forwards for one version.
#include <azoth/mapping/struct_description.hpp>

namespace azoth {
namespace record = mapping;
}
