// SPDX-License-Identifier: MIT
#pragma once

/// Moved: forwards for one version.
#include <azoth/migrate/autogenerate/autogenerate.hpp>
