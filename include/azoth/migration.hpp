// SPDX-License-Identifier: MIT
#pragma once

/// All that a revision file includes.

#include <azoth/migrate/operations/callback.hpp>
#include <azoth/migrate/operations/operations.hpp>
#include <azoth/migrate/runtime/revision_registry.hpp>
#include <azoth/schema/column_option.hpp>
#include <azoth/schema/elements.hpp>
#include <azoth/schema/table.hpp>
#include <azoth/types/sql_type.hpp>
