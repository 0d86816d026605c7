// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm/session/object_rows.hpp>

namespace azoth {

/// The rows of a session's query, read completely: a range over `Ref<T>` where the query selects
/// one struct, over values where it selects one value, over tuples of those otherwise. Stays valid
/// after the session is closed.
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
        [[nodiscard]] decltype(auto) operator*() const noexcept { return storage_->row(index_); }
        Iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        void operator++(int) noexcept { ++index_; }
        [[nodiscard]] bool operator==(const Iterator& other) const noexcept {
            return index_ == other.index_;
        }

    private:
        const Storage* storage_ = nullptr;
        std::size_t index_ = 0;
    };

    [[nodiscard]] Iterator begin() const noexcept { return {&storage_, 0}; }
    [[nodiscard]] Iterator end() const noexcept { return {&storage_, storage_.size()}; }
    [[nodiscard]] std::size_t size() const noexcept { return storage_.size(); }
    [[nodiscard]] bool empty() const noexcept { return storage_.size() == 0; }
    [[nodiscard]] decltype(auto) operator[](std::size_t index) const noexcept {
        return storage_.row(index);
    }

    [[nodiscard]] std::vector<row_type> all() const { return slice(0, storage_.size()); }
    [[nodiscard]] maybe_row first() const {
        return storage_.size() == 0 ? maybe_row{} : maybe_row{storage_.row(0)};
    }
    /// The only row. Throws NoResultFound (`no-row`), MultipleResultsFound (`many-rows`).
    [[nodiscard]] row_type one() const {
        if (storage_.size() == 0) {
            engine::throw_no_row();
        }
        check_at_most_one();
        return storage_.row(0);
    }
    [[nodiscard]] maybe_row one_or_none() const {
        check_at_most_one();
        return first();
    }
    /// The next rows, `size` of them or fewer: call until it gives none.
    [[nodiscard]] std::vector<row_type> partition(std::size_t size) {
        const std::size_t start = partitioned_;
        partitioned_ = std::min(storage_.size(), start + size);
        return slice(start, partitioned_);
    }

    // The first item of each row.
    [[nodiscard]] auto scalars() const {
        std::vector<std::decay_t<decltype(head(std::declval<const row_type&>()))>> values;
        for (std::size_t i = 0; i < storage_.size(); ++i) {
            values.push_back(head(storage_.row(i)));
        }
        return values;
    }
    [[nodiscard]] auto scalar_one() const { return head(one()); }
    [[nodiscard]] auto scalar_one_or_none() const {
        using Head = std::decay_t<decltype(head(std::declval<const row_type&>()))>;
        using Maybe = std::conditional_t<orm::is_ref<Head>, Head, std::optional<Head>>;
        check_at_most_one();
        return storage_.size() == 0 ? Maybe{} : Maybe{head(storage_.row(0))};
    }

private:
    static auto head(const row_type& row) {
        if constexpr (requires { std::get<0>(row); }) {
            return std::get<0>(row);
        } else {
            return row;
        }
    }
    void check_at_most_one() const {
        if (storage_.size() > 1) {
            engine::throw_many_rows();
        }
    }
    [[nodiscard]] std::vector<row_type> slice(std::size_t first, std::size_t last) const {
        std::vector<row_type> rows;
        rows.reserve(last - first);
        for (std::size_t i = first; i < last; ++i) {
            rows.push_back(storage_.row(i));
        }
        return rows;
    }

    Storage storage_;
    std::size_t partitioned_ = 0;
};

}  // namespace azoth
