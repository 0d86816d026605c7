// SPDX-License-Identifier: MIT
#pragma once

#include "orm/unit_of_work/object_batch.hpp"

#include <map>

namespace azoth::orm {

/// Objects of one table by the columns they write: a batch for each set.
class BatchGroups {
public:
    explicit BatchGroups(compiler::RowOperation operation, WriteResult result = WriteResult::AsSent)
        : operation_(operation), result_(result) {}

    ObjectBatch& batch_for(EntityStore& family, const ColumnSet& columns, RowGuard guard) {
        if (last_ == nullptr || last_->second != columns || last_->first != guard) {
            const auto [place, is_new] = index_.emplace(std::pair{guard, columns}, batches.size());
            if (is_new) {
                batches.emplace_back(family, operation_, columns, result_);
                batches.back().guard(guard);
            }
            last_ = &place->first;
            batch_ = place->second;
        }
        return batches[batch_];
    }

    std::vector<ObjectBatch> batches{};

private:
    compiler::RowOperation operation_;
    WriteResult result_;
    std::map<std::pair<RowGuard, ColumnSet>, std::size_t> index_{};
    const std::pair<RowGuard, ColumnSet>* last_ = nullptr;
    std::size_t batch_ = 0;
};

}  // namespace azoth::orm
