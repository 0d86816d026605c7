// SPDX-License-Identifier: MIT
#pragma once

/// Moved: forwards for one version.
#include <azoth/mapping/declarative_base.hpp>

namespace azoth {
namespace record = mapping;
}
