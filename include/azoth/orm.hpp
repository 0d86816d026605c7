// SPDX-License-Identifier: MIT
#pragma once

// Models, sessions and what they need.
//
// Every header is named directly, those that others are made of first: a header that is reached
// through others adds their names to each compile error.
// clang-format off
#include <azoth/base/error.hpp>
#include <azoth/types/sql_type.hpp>
#include <azoth/expression/term.hpp>
#include <azoth/expression/expression.hpp>
#include <azoth/expression/operators.hpp>
#include <azoth/expression/functions.hpp>
#include <azoth/expression/case.hpp>
#include <azoth/expression/alias.hpp>
#include <azoth/expression/window.hpp>
#include <azoth/schema/elements.hpp>
#include <azoth/schema/metadata.hpp>
#include <azoth/mapping/reflect.hpp>
#include <azoth/mapping/column.hpp>
#include <azoth/mapping/relationship.hpp>
#include <azoth/mapping/struct_description.hpp>
#include <azoth/mapping/declarative_base.hpp>
#include <azoth/schema/core_table.hpp>
#include <azoth/statement/clauses.hpp>
#include <azoth/statement/select.hpp>
#include <azoth/statement/insert.hpp>
#include <azoth/statement/update.hpp>
#include <azoth/statement/text.hpp>
#include <azoth/engine/engine.hpp>
#include <azoth/engine/result.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/engine/to_sql.hpp>
#include <azoth/orm/many.hpp>
#include <azoth/orm/one.hpp>
#include <azoth/orm/ref.hpp>
#include <azoth/orm/loading/options.hpp>
#include <azoth/orm/session/session.hpp>
#include <azoth/orm/session/session_maker.hpp>
// clang-format on
