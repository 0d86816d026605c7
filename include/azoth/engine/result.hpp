// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/row_plan.hpp>
#include <azoth/engine/statement_lease.hpp>

#include <iterator>
#include <tuple>

namespace azoth {

class Row;

namespace engine {

[[noreturn]] void throw_no_row();
[[noreturn]] void throw_many_rows();

/// Rows that were read before, by the values of all their columns.
class SeenRows {
public:
    SeenRows();
    SeenRows(const SeenRows&) = delete;
    SeenRows& operator=(const SeenRows&) = delete;
    ~SeenRows();
    /// False when such a row came before.
    [[nodiscard]] bool insert(const drivers::Statement& row);

private:
    struct Keys;
    Keys* keys_;
};

/// What results have in common: the statement's cursor.
class ResultBase {
public:
    explicit ResultBase(StatementLease lease) noexcept : lease_(std::move(lease)) {}
    /// Rows inserted, updated or deleted; for a query, complete once the rows are read.
    [[nodiscard]] std::int64_t rowcount() const {
        return lease_ ? lease_->affected_rows() : rowcount_;
    }
    /// Names of the columns as the database gives them.
    [[nodiscard]] std::vector<std::string> keys() const;
    /// The rows that are left, each with its columns by name: `row["email"]`.
    [[nodiscard]] std::vector<Row> mappings();
    /// Ends the result; the statement goes back to the cache.
    void close() noexcept;

protected:
    bool advance();
    /// Ends the result. Throws MultipleResultsFound when there is a row left.
    void require_last();
    StatementLease lease_;
    std::int64_t rowcount_ = 0;
};

template <class T>
void read_item(T& target, const ItemPlan& plan, const RowReader& row) {
    if constexpr (SqlValue<T>) {
        detail::load_object<T>(&target, row, plan.first_column);
    } else if constexpr (detail::is_optional<T>) {
        if (plan.is_absent(row)) {
            target.reset();
        } else {
            plan.load_struct(target ? &*target : &target.emplace(), row);
        }
    } else {
        plan.load_struct(&target, row);
    }
}

template <class... Ts>
struct RowType {
    using type = std::tuple<std::remove_const_t<Ts>...>;
};
template <class T>
struct RowType<T> {
    using type = std::remove_const_t<T>;
};

}  // namespace engine

/// The rows of an executed statement: an input range over its row type (the item itself where there
/// is one, a tuple where there are several). Rows are read as the iteration goes on; a row is valid
/// until the next one. Its connection goes back to the pool only after it.
template <class... Ts>
class Result : public engine::ResultBase {
public:
    using row_type = typename engine::RowType<Ts...>::type;

    explicit Result(engine::StatementLease lease) : ResultBase(std::move(lease)) {
        engine::make_row_plan(engine::result_items<Ts...>, lease_->column_count(), plans_);
    }

    class Iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = row_type;

        Iterator() noexcept = default;
        explicit Iterator(Result* result) noexcept : result_(result) {}
        [[nodiscard]] row_type& operator*() const noexcept { return result_->row_; }
        [[nodiscard]] row_type* operator->() const noexcept { return &result_->row_; }
        Iterator& operator++() {
            if (!result_->next()) {
                result_ = nullptr;
            }
            return *this;
        }
        void operator++(int) { ++*this; }
        [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept {
            return result_ == nullptr;
        }

    private:
        Result* result_ = nullptr;
    };

    [[nodiscard]] Iterator begin() { return next() ? Iterator{this} : Iterator{}; }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    [[nodiscard]] std::vector<row_type> all() {
        std::vector<row_type> rows;
        while (advance()) {
            read(rows.emplace_back());
        }
        return rows;
    }
    /// All rows, those that come again left out: the parents of a query that joins their children.
    [[nodiscard]] std::vector<row_type> unique() {
        std::vector<row_type> rows;
        engine::SeenRows seen;
        while (advance()) {
            if (seen.insert(*lease_)) {
                read(rows.emplace_back());
            }
        }
        return rows;
    }
    /// The first row, or nothing; the others are not read.
    [[nodiscard]] std::optional<row_type> first() {
        std::optional<row_type> row;
        if (advance()) {
            read(row.emplace());
        }
        close();
        return row;
    }
    /// The only row. Throws NoResultFound (`no-row`), MultipleResultsFound (`many-rows`).
    [[nodiscard]] row_type one() {
        if (!advance()) {
            engine::throw_no_row();
        }
        row_type row{};
        read(row);
        require_last();
        return row;
    }
    [[nodiscard]] std::optional<row_type> one_or_none() {
        std::optional<row_type> row;
        if (advance()) {
            read(row.emplace());
            require_last();
        }
        return row;
    }
    /// The rows in groups of `size`, the last one shorter: call until it gives an empty one.
    [[nodiscard]] std::vector<row_type> partition(std::size_t size) {
        std::vector<row_type> rows;
        while (rows.size() < size && advance()) {
            read(rows.emplace_back());
        }
        return rows;
    }

    // The first item of each row.
    [[nodiscard]] auto scalars() {
        std::vector<std::decay_t<decltype(head(std::declval<row_type&>()))>> values;
        while (advance()) {
            row_type row{};
            read(row);
            values.push_back(std::move(head(row)));
        }
        return values;
    }
    [[nodiscard]] auto scalar_one() {
        row_type row = one();
        return std::move(head(row));
    }
    [[nodiscard]] auto scalar_one_or_none() {
        using Head = std::decay_t<decltype(head(std::declval<row_type&>()))>;
        auto row = one_or_none();
        return row ? std::optional<Head>{std::move(head(*row))} : std::nullopt;
    }
    /// The first item of the first row, or nothing.
    [[nodiscard]] auto scalar() {
        using Head = std::decay_t<decltype(head(std::declval<row_type&>()))>;
        auto row = first();
        return row ? std::optional<Head>{std::move(head(*row))} : std::nullopt;
    }

private:
    template <class Row>
    static auto& head(Row& row) noexcept {
        if constexpr (sizeof...(Ts) == 1) {
            return row;
        } else {
            return std::get<0>(row);
        }
    }
    bool next() {
        if (!advance()) {
            return false;
        }
        read(row_);
        return true;
    }
    void read(row_type& row) {
        if constexpr (sizeof...(Ts) == 1) {
            engine::read_item(row, plans_[0], *lease_);
        } else {
            read_each(row, std::index_sequence_for<Ts...>{});
        }
    }
    template <std::size_t... Is>
    void read_each(row_type& row, std::index_sequence<Is...>) {
        (engine::read_item(std::get<Is>(row), plans_[Is], *lease_), ...);
    }

    engine::ItemPlan plans_[sizeof...(Ts)];
    row_type row_{};
};

/// A statement that gives no rows.
template <>
class Result<> : public engine::ResultBase {
public:
    explicit Result(engine::StatementLease lease);
};

/// A row whose shape is known at run time only.
class Row {
public:
    Row() = default;
    Row(std::shared_ptr<const std::vector<std::string>> names, std::vector<Value> values) noexcept
        : names_(std::move(names)), values_(std::move(values)) {}
    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
    [[nodiscard]] const std::vector<std::string>& keys() const noexcept { return *names_; }
    [[nodiscard]] const std::vector<Value>& values() const noexcept { return values_; }
    /// Throws ArgumentError (`unknown-column`) behind the last column.
    [[nodiscard]] const Value& operator[](std::size_t column) const;
    /// Throws ArgumentError (`unknown-column`) with did-you-mean.
    [[nodiscard]] const Value& operator[](std::string_view name) const;

private:
    std::shared_ptr<const std::vector<std::string>> names_{};
    std::vector<Value> values_{};
};

/// Rows of a text statement whose column types were not given: each is a `Row`.
class DynamicResult : public engine::ResultBase {
public:
    explicit DynamicResult(engine::StatementLease lease);
    [[nodiscard]] std::vector<Row> all();
    [[nodiscard]] std::optional<Row> first();
    [[nodiscard]] Row one();
    [[nodiscard]] std::optional<Row> one_or_none();
    /// The first column of the first row; NULL without row.
    [[nodiscard]] Value scalar();

    class Iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = Row;
        Iterator() noexcept = default;
        explicit Iterator(DynamicResult* result) noexcept : result_(result) {}
        [[nodiscard]] Row& operator*() const noexcept { return result_->row_; }
        Iterator& operator++();
        void operator++(int) { ++*this; }
        [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept {
            return result_ == nullptr;
        }

    private:
        DynamicResult* result_ = nullptr;
    };
    [[nodiscard]] Iterator begin();
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    bool next();
    std::shared_ptr<const std::vector<std::string>> names_{};
    Row row_{};
};

namespace engine {
template <class... Rs>
struct TextResultType {
    using type = Result<Rs...>;
};
template <>
struct TextResultType<> {
    using type = DynamicResult;
};
}  // namespace engine

template <class... Rs>
using TextResult = typename engine::TextResultType<Rs...>::type;

namespace engine {

/// Throws CompileError where the statement does not give the columns that were said.
template <class... Rs>
[[nodiscard]] TextResult<Rs...> text_result(StatementLease lease) {
    if constexpr (sizeof...(Rs) > 0) {
        check_columns(result_items<Rs...>, *lease);
    }
    return TextResult<Rs...>{std::move(lease)};
}

}  // namespace engine

}  // namespace azoth
