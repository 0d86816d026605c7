// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/schema/table.hpp>

#include <vector>

namespace azoth::migrate {

/// The same tables with their expressions (checks, defaults, computed values, index conditions) in
/// the words in which the server gives them back when it is told its own words. Two schemas can be
/// compared by their texts only then: what was written by hand, and what was made from a text that
/// the server had spelt, read differently there although they are the same.
///
///     status IN ('a', 'b')  ->  ((status)::text = ANY ((ARRAY['a'::character varying,
///     …])::text[]))
///                           ->  (status)::text = ANY (ARRAY[('a'::character varying)::text, …])
///
/// The scratch database is emptied first, and left empty. Tables that cannot be made there, each by
/// itself, are given back as they are.
[[nodiscard]] std::vector<schema::Table> normalise_expressions(const Engine& scratch,
                                                               std::vector<schema::Table> tables);

/// Whether expressions of one name read the same in both.
[[nodiscard]] bool has_same_words(const schema::Table& left, const schema::Table& right);

}  // namespace azoth::migrate
