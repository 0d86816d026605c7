// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/sql_rules.hpp>

#include <cstdint>
#include <string_view>

namespace azoth::compiler {

enum class ParameterStyle : std::uint8_t {
    QuestionMark,  ///< `?`
    Numbered,      ///< `$1`
};

/// What a database can do, asked by core code instead of its name.
struct Capabilities {
    ParameterStyle parameter_style = ParameterStyle::QuestionMark;
    bool insert_returning = false;
    bool update_returning = false;
    bool delete_returning = false;
    bool on_conflict = false;
    bool default_values = true;  ///< INSERT … DEFAULT VALUES
    bool transactional_ddl = false;
    bool alter_add_constraint =
        false;  ///< constraints can be added to and dropped from a table that exists
    bool comments = false;
    bool is_distinct_from = false;
    bool ilike = false;
    bool typed_parameters = false;          ///< a parameter has the type of what stands beside it
    bool names_ignore_case = false;         ///< `Users` and `users` are one table
    bool references_before_tables = false;  ///< CREATE TABLE may refer to a table that is to come
    SqlRules sql_rules{};                   ///< of texts that people wrote
    std::int32_t max_parameters = 999;
    std::int32_t max_batch_bytes = 0;  ///< texts and bytes one batch should carry; 0: any
    std::int32_t max_identifier_length = 255;
};

}  // namespace azoth::compiler
