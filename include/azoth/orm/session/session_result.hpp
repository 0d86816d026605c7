// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm/session/object_rows.hpp>

namespace azoth {

/// The rows of a session's query: a range over `Ref<T>` where the query selects one struct, over
/// values where it selects one value, over tuples of those otherwise.
///
/// They are read completely and stay valid after the session is closed. Where a query for one
/// struct said `yield_per`, they are read a batch at a time as the iteration goes on, once, and end
/// with the transaction: InvalidRequestError (`rows-ended`, `rows-passed`, `rows-streamed`).
template <class Storage>
class SessionResult {
public:
    using row_type = typename Storage::row_type;
    /// What stands for "no row": an empty Ref, or an empty optional.
    using maybe_row = std::conditional_t<orm::is_ref<row_type>, row_type, std::optional<row_type>>;

    explicit SessionResult(Storage storage) noexcept : storage_(std::move(storage)) {}

    class Iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = row_type;

        Iterator() noexcept = default;
        Iterator(const Storage* storage, std::size_t index) noexcept
            : storage_(storage), index_(index) {}
        [[nodiscard]] decltype(auto) operator*() const { return storage_->row(index_); }
        Iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        void operator++(int) noexcept { ++index_; }
        [[nodiscard]] bool operator==(const Iterator& other) const {
            const bool is_same = storage_ == other.storage_ && index_ == other.index_;
            return is_same || (is_at_end() && other.is_at_end());
        }

    private:
        [[nodiscard]] bool is_at_end() const {
            return storage_ == nullptr || !storage_->reaches(index_);
        }

        const Storage* storage_ = nullptr;
        std::size_t index_ = 0;
    };

    [[nodiscard]] Iterator begin() const noexcept { return {&storage_, 0}; }
    [[nodiscard]] Iterator end() const noexcept { return {}; }
    [[nodiscard]] std::size_t size() const { return storage_.size(); }
    [[nodiscard]] bool empty() const { return !storage_.reaches(0); }
    [[nodiscard]] decltype(auto) operator[](std::size_t index) const { return storage_.row(index); }

    [[nodiscard]] std::vector<row_type> all() const { return slice(0, SIZE_MAX); }
    [[nodiscard]] maybe_row first() const {
        return storage_.reaches(0) ? maybe_row{storage_.row(0)} : maybe_row{};
    }
    /// The only row. Throws NoResultFound (`no-row`), MultipleResultsFound (`many-rows`).
    [[nodiscard]] row_type one() const {
        maybe_row row = one_or_none();
        if (!row) {
            engine::throw_no_row();
        }
        if constexpr (orm::is_ref<row_type>) {
            return row;
        } else {
            return *std::move(row);
        }
    }
    [[nodiscard]] maybe_row one_or_none() const {
        maybe_row row = first();
        if (row && storage_.reaches(1)) {
            engine::throw_many_rows();
        }
        return row;
    }
    /// The next rows, `size` of them or fewer: call until it gives none.
    [[nodiscard]] std::vector<row_type> partition(std::size_t size) {
        auto rows = slice(partitioned_, size);
        partitioned_ += rows.size();
        return rows;
    }

    // The first item of each row.
    [[nodiscard]] auto scalars() const {
        std::vector<std::decay_t<decltype(head(std::declval<const row_type&>()))>> values;
        for (std::size_t i = 0; storage_.reaches(i); ++i) {
            values.push_back(head(storage_.row(i)));
        }
        return values;
    }
    [[nodiscard]] auto scalar_one() const { return head(one()); }
    [[nodiscard]] auto scalar_one_or_none() const {
        using Head = std::decay_t<decltype(head(std::declval<const row_type&>()))>;
        using Maybe = std::conditional_t<orm::is_ref<Head>, Head, std::optional<Head>>;
        const maybe_row row = one_or_none();
        if constexpr (orm::is_ref<row_type>) {
            return Maybe{row};
        } else {
            return row ? Maybe{head(*row)} : Maybe{};
        }
    }

private:
    static auto head(const row_type& row) {
        if constexpr (requires { std::get<0>(row); }) {
            return std::get<0>(row);
        } else {
            return row;
        }
    }
    [[nodiscard]] std::vector<row_type> slice(std::size_t first, std::size_t most) const {
        std::vector<row_type> rows;
        for (std::size_t i = first; rows.size() < most && storage_.reaches(i); ++i) {
            rows.push_back(storage_.row(i));
        }
        return rows;
    }

    Storage storage_;
    std::size_t partitioned_ = 0;
};

}  // namespace azoth
