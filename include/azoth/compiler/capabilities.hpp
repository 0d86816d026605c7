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
    bool multi_row_values = true;  ///< VALUES (…), (…)
    bool transactional_ddl = false;
    bool alter_add_constraint =
        false;  ///< constraints can be added to and dropped from a table that exists
    bool comments = false;
    bool is_distinct_from = false;
    bool ilike = false;
    bool boolean_values = true;      ///< a condition is a value, and a boolean value is a condition
    bool recursive_word = true;      ///< WITH RECURSIVE; plain WITH otherwise, whatever is in it
    bool table_alias_word = true;    ///< `FROM t AS a`; `FROM t a` otherwise
    bool aggregate_filter = true;    ///< sum(x) FILTER (WHERE y)
    bool nulls_order = true;         ///< NULLS FIRST and NULLS LAST
    bool empty_text = true;          ///< '' is a text of no characters, and not NULL
    bool typed_parameters = false;   ///< a parameter has the type of what stands beside it
    bool names_ignore_case = false;  ///< `Users` and `users` are one table
    bool references_before_tables = false;  ///< CREATE TABLE may refer to a table that is to come
    SqlRules sql_rules{};                   ///< of texts that people wrote
    /// The table of one row that a SELECT without a source reads; empty where it needs none.
    std::string_view dual = "";
    std::string_view except = "EXCEPT";
    std::int32_t max_parameters = 999;
    std::int32_t max_batch_bytes = 0;  ///< texts and bytes one batch should carry; 0: any
    std::int32_t max_identifier_length = 255;
};

}  // namespace azoth::compiler
