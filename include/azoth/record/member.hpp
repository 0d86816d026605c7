// SPDX-License-Identifier: MIT
#pragma once

/// Moved: forwards for one version.
#include <azoth/mapping/member.hpp>

namespace azoth {
namespace record = mapping;
}
