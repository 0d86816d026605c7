// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>
#include <azoth/migrate/verify/proof.hpp>

#include <map>
#include <set>

#include "migrate/runtime/live_objects.hpp"

namespace azoth::migrate {

/// One way up, down and up again on one scratch database.
class Trial {
public:
    Trial(const MigrationPlan& plan, Engine scratch);

    /// Throws MigrationError (`proof-failed`, `no-scratch-copy`) and what the database throws.
    [[nodiscard]] Proof run(std::size_t rows);

private:
    using Contents = std::map<std::string, std::vector<std::string>>;
    using Objects = std::vector<dialects::LiveObject>;

    void build(std::size_t rows);
    void create_tables() const;
    [[nodiscard]] std::vector<schema::Table> tables_with_rows() const;
    void insert_rows(std::size_t rows);
    [[nodiscard]] bool insert(const schema::Table& table, std::size_t number) const;
    [[nodiscard]] std::vector<std::string> changed_without_rows() const;

    [[nodiscard]] ProvenDirection carry_out(ProofDirection direction) const;
    [[nodiscard]] std::vector<schema::Table> tables(
        std::span<const schema::Table> in_schemas_of) const;
    void check_schema(std::span<const schema::Table> expected, const std::string& after) const;
    void check_others(const Objects& after) const;
    [[nodiscard]] ObjectDifference lost_objects() const;
    void bring_back(Proof& proof) const;
    [[nodiscard]] bool is_made(const std::vector<std::string>& statements) const;

    [[nodiscard]] Contents contents() const;
    [[nodiscard]] std::vector<std::string> rows_of(Connection& connection,
                                                   const schema::Table& table,
                                                   const std::vector<std::string>& columns) const;
    void check_rows(const Contents& before) const;

    const MigrationPlan& plan_;
    Engine scratch_;
    std::vector<schema::Table> start_tables_{};
    Objects start_objects_{};
    std::set<std::string> with_rows_{};  ///< full names of tables
};

/// Throws MigrationError (`proof-failed`).
[[noreturn]] void fail_proof(const std::string& why, ErrorDetails details = {});

}  // namespace azoth::migrate
