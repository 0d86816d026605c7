// SPDX-License-Identifier: MIT
#pragma once

/// Moved: forwards for one version.
#include <azoth/mapping/element.hpp>

namespace azoth {
namespace record = mapping;
}
