// SPDX-License-Identifier: MIT
#pragma once

#include "orm/loading/object_reader.hpp"
#include "orm/session/session_core.hpp"

namespace azoth::orm {

/// The objects of a yield_per query, a batch at a time. Before the next batch is read the session
/// forgets the objects that the last one brought, except those that somebody holds, has touched or
/// has linked. Ends with its transaction.
class ObjectStream {
public:
    ObjectStream(SessionCore& session, QueryPlan plan, const engine::ResultItem& item);
    ObjectStream(const ObjectStream&) = delete;
    ObjectStream& operator=(const ObjectStream&) = delete;
    ~ObjectStream();

    /// Whether there is a row of this number; reads the next batch when it comes to that. Throws
    /// InvalidRequestError (`rows-ended`).
    [[nodiscard]] bool reaches(std::size_t index);
    /// A row of the current batch. Throws InvalidRequestError (`rows-passed`) for one of a batch
    /// before it.
    [[nodiscard]] Cell* at(std::size_t index) const;
    /// The transaction ends: the statement goes back to its connection.
    void end() noexcept;

private:
    void require_session() const;
    void read_batch();
    void forget_batch();

    SessionCore* session_;  ///< null once it has ended
    EntityStore& family_;
    QueryPlan plan_;
    engine::StatementLease lease_{};
    engine::ItemPlan row_plan_{};
    ObjectReader reader_;
    bool is_complete_ = false;    ///< the last row was read
    std::size_t first_ = 0;       ///< number of the first row of the batch
    std::vector<Cell*> cells_{};  ///< of the batch
    std::vector<Cell*> made_{};   ///< by the batch
};

}  // namespace azoth::orm
