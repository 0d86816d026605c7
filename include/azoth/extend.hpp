// SPDX-License-Identifier: MIT
#pragma once

// What the author of a dialect or a driver needs.
// clang-format off
#include <azoth/base/error.hpp>
#include <azoth/types/value.hpp>
#include <azoth/types/sql_type.hpp>
#include <azoth/types/text_form.hpp>
#include <azoth/tree/kind.hpp>
#include <azoth/tree/node.hpp>
#include <azoth/schema/metadata.hpp>
#include <azoth/ddl/ddl.hpp>
#include <azoth/compiler/capabilities.hpp>
#include <azoth/compiler/clauses.hpp>
#include <azoth/compiler/compiled.hpp>
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/drivers/url.hpp>
#include <azoth/drivers/waiter.hpp>
#include <azoth/drivers/driver.hpp>
#include <azoth/dialects/catalog.hpp>
#include <azoth/dialects/generated_keys.hpp>
#include <azoth/dialects/live_schema.hpp>
#include <azoth/dialects/split_sql.hpp>
#include <azoth/dialects/sql_text.hpp>
#include <azoth/dialects/migration_support.hpp>
#include <azoth/dialects/dialect.hpp>
#include <azoth/dialects/registry.hpp>
// clang-format on
