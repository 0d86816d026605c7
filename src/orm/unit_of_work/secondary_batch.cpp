// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/secondary_batch.hpp"

#include "orm/unit_of_work/flush_error.hpp"

#include <algorithm>

namespace azoth::orm {

using compiler::RowOperation;
using mapping::Relationship;

namespace {

struct LinkedPair {
    Cell* local;
    Cell* remote;  ///< null: only `local` finds the rows
};

class SecondaryBatch final : public RowBatch {
public:
    SecondaryBatch(const Relationship& link, std::vector<LinkedPair> pairs)
        : link_(link), pairs_(std::move(pairs)) {}

    void send(Connection& connection, RowOperation operation, RowCount expected) {
        compiler::RowShape shape{.operation = operation, .table = link_.secondary};
        auto& columns = operation == RowOperation::Insert ? shape.values : shape.keys;
        for (const std::string& name : link_.secondary_local) {
            columns.push_back(link_.secondary->find_column(name));
        }
        if (pairs_.front().remote != nullptr) {
            for (const std::string& name : link_.secondary_remote) {
                columns.push_back(link_.secondary->find_column(name));
            }
        }
        send_rows(connection, shape, *this, expected);
    }

    [[nodiscard]] std::size_t size() const noexcept override { return pairs_.size(); }
    [[nodiscard]] ValueView view(std::size_t row,
                                 std::size_t parameter,
                                 Value& scratch) const override {
        const bool is_local = parameter < link_.local.size();
        const Cell& cell = is_local ? *pairs_[row].local : *pairs_[row].remote;
        const std::size_t position =
            is_local ? link_.local[parameter] : link_.remote[parameter - link_.local.size()];
        const mapping::MappedColumn& column = cell.family->columns[position];
        return column.codec->view(member_of(cell, column), scratch);
    }
    [[nodiscard]] ValueKind returned_kind(std::size_t) const noexcept override {
        return ValueKind::Null;
    }
    void written(std::size_t, std::size_t, ReturnedRows&) override {}
    [[noreturn]] void fail(std::size_t row, const DatabaseError& error) const override {
        const std::string message = "cannot link " + described(*pairs_[row].local) + " and " +
                                    described(*pairs_[row].remote) + " in table \"" +
                                    link_.secondary->full_name() + "\": " + error.message() +
                                    "; call rollback()";
        if (dynamic_cast<const IntegrityError*>(&error) != nullptr) {
            throw IntegrityError{error.code(), message, error.details()};
        }
        throw DatabaseError{error.code(), message, error.details()};
    }
    [[noreturn]] void fail_stale(std::size_t row) const override {
        throw StaleDataError{"stale-link",
                             "cannot cut the link between " + described(*pairs_[row].local) +
                                 " and " + described(*pairs_[row].remote) +
                                 ": its row is not in table \"" + link_.secondary->full_name() +
                                 "\" any more; call rollback(), and look at the relationship again",
                             {.retryable = true}};
    }

private:
    const Relationship& link_;
    std::vector<LinkedPair> pairs_;
};

bool is_written(const SecondaryChange& change) noexcept {
    return change.local->state == ObjectState::Persistent &&
           change.remote->state == ObjectState::Persistent &&
           !change.local->flags.has(flag::removed) && !change.remote->flags.has(flag::removed);
}

void write_kind(Connection& connection,
                std::span<const SecondaryChange> changes,
                SecondaryChange::Kind kind) {
    std::vector<const Relationship*> done;
    for (const SecondaryChange& change : changes) {
        const Relationship* link = change.relationship;
        if (change.kind != kind || std::ranges::find(done, link) != done.end()) {
            continue;
        }
        done.push_back(link);
        std::vector<LinkedPair> pairs;
        for (const SecondaryChange& other : changes) {
            if (other.relationship == link && other.kind == kind && is_written(other)) {
                pairs.push_back({other.local, other.remote});
            }
        }
        if (!pairs.empty()) {
            SecondaryBatch batch{*link, std::move(pairs)};
            if (kind == SecondaryChange::Kind::Add) {
                batch.send(connection, RowOperation::Insert, RowCount::Exact);
            } else {  // a table without key may hold the link several times
                batch.send(connection, RowOperation::Delete, RowCount::AtLeastOne);
            }
        }
    }
}

}  // namespace

void write_secondary_rows(Connection& connection, std::span<const SecondaryChange> changes) {
    write_kind(connection, changes, SecondaryChange::Kind::Remove);
    write_kind(connection, changes, SecondaryChange::Kind::Add);
}

void delete_secondary_rows(Connection& connection,
                           const Relationship& link,
                           std::span<Cell* const> owners) {
    std::vector<LinkedPair> pairs;
    for (Cell* owner : owners) {
        pairs.push_back({owner, nullptr});
    }
    SecondaryBatch{link, std::move(pairs)}.send(connection, RowOperation::Delete, RowCount::Any);
}

}  // namespace azoth::orm
