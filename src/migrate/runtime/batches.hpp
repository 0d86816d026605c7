// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>
#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// Steps that are carried out together: one step, or all that make one table anew at once.
struct Batch {
    std::vector<Operation> steps{};
    bool is_rebuild = false;
};

/// Joins the steps on one table into one rebuild where the database makes tables anew. A later step
/// on that table comes forward past steps on other tables, but never past one that it could depend
/// on: a rename, SQL text, code, rows.
[[nodiscard]] std::vector<Batch> plan_batches(std::span<const Operation> operations,
                                              const dialects::Dialect& dialect);

/// Foreign keys must not be enforced while these steps run, on a database whose rebuild asks for
/// that: tables are made anew, or dropped, which would take the rows along that refer to them.
[[nodiscard]] bool needs_rebuild_protocol(std::span<const Operation> operations,
                                          const dialects::Dialect& dialect);

/// Written into SQL revisions whose statements make tables anew.
inline constexpr std::string_view rebuild_marker =
    "-- Tables are made anew here: foreign keys are checked at the end, and not enforced "
    "meanwhile.";

}  // namespace azoth::migrate
