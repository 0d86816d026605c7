// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/result.hpp>
#include <azoth/orm/ref.hpp>
#include <azoth/tree/node.hpp>

#include <memory>

namespace azoth::orm {

class ObjectStream;
class SessionCore;

/// The objects of a result, in its order: all of them, which keeps the store alive, or those of a
/// stream, a batch at a time.
class ObjectList {
public:
    ObjectList() noexcept;
    ObjectList(RefBase hold, std::vector<Cell*> cells) noexcept;
    explicit ObjectList(std::shared_ptr<ObjectStream> stream) noexcept;
    ObjectList(const ObjectList&);
    ObjectList(ObjectList&&) noexcept;
    ObjectList& operator=(const ObjectList&);
    ObjectList& operator=(ObjectList&&) noexcept;
    ~ObjectList();
    /// Throws InvalidRequestError (`rows-streamed`) for a stream.
    [[nodiscard]] std::size_t size() const {
        require_whole();
        return cells_.size();
    }
    [[nodiscard]] bool reaches(std::size_t index) const {
        return index < cells_.size() || stream_reaches(index);
    }
    [[nodiscard]] Cell* operator[](std::size_t index) const {
        return index < cells_.size() ? cells_[index] : streamed(index);
    }

private:
    [[nodiscard]] bool stream_reaches(std::size_t index) const;
    [[nodiscard]] Cell* streamed(std::size_t index) const;
    void require_whole() const;

    RefBase hold_{};
    std::vector<Cell*> cells_{};
    std::shared_ptr<ObjectStream> stream_{};
};

/// Reads the rows of a query for several items: objects become cells of the store, values stay in
/// the row.
class RowLoader {
public:
    RowLoader(SessionCore& session,
              const tree::Tree& statement,
              std::span<const engine::ResultItem> items);
    RowLoader(const RowLoader&) = delete;
    RowLoader& operator=(const RowLoader&) = delete;
    ~RowLoader();

    [[nodiscard]] bool next();
    /// The object of an item in this row; null where an optional one is missing.
    [[nodiscard]] Cell* object(std::size_t item) const noexcept;
    [[nodiscard]] const RowReader& row() const noexcept;
    [[nodiscard]] int column(std::size_t item) const noexcept;
    /// After the last row: loader strategies.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A query for objects of one struct.
[[nodiscard]] ObjectList load_objects(SessionCore& session,
                                      const tree::Tree& statement,
                                      const engine::ResultItem& item);

/// What an item of a query is in a session: a Ref to an object, or the value.
template <class T>
struct SessionItem {
    using type = Ref<T>;
};
template <class T>
    requires(!SqlValue<T>)
struct SessionItem<std::optional<T>> {
    using type = Ref<T>;
};
template <SqlValue T>
struct SessionItem<T> {
    using type = T;
};
template <class T>
using session_item = typename SessionItem<T>::type;

template <class T>
[[nodiscard]] session_item<T> read_session_item(const RowLoader& rows, std::size_t item) {
    if constexpr (SqlValue<T>) {
        T value{};
        azoth::detail::load_object<T>(&value, rows.row(), rows.column(item));
        return value;
    } else {
        return session_item<T>{rows.object(item)};
    }
}

/// Where a result keeps its rows: objects as cells, rows of several items or of values as they are.
template <class T>
struct ObjectStorage {
    using row_type = session_item<T>;
    ObjectList objects{};

    static ObjectStorage load(SessionCore& session, const tree::Tree& statement) {
        return {load_objects(session, statement, engine::result_item<T>())};
    }
    [[nodiscard]] std::size_t size() const { return objects.size(); }
    [[nodiscard]] bool reaches(std::size_t index) const { return objects.reaches(index); }
    [[nodiscard]] row_type row(std::size_t index) const { return row_type{objects[index]}; }
};

template <class Row, class... Ts>
struct RowStorage {
    using row_type = Row;
    std::vector<Row> rows{};

    static RowStorage load(SessionCore& session, const tree::Tree& statement) {
        RowLoader loader{session, statement, engine::result_items<Ts...>};
        RowStorage storage;
        while (loader.next()) {
            storage.rows.push_back(read(loader, std::index_sequence_for<Ts...>{}));
        }
        loader.finish();
        return storage;
    }
    [[nodiscard]] std::size_t size() const noexcept { return rows.size(); }
    [[nodiscard]] bool reaches(std::size_t index) const noexcept { return index < rows.size(); }
    [[nodiscard]] const Row& row(std::size_t index) const noexcept { return rows[index]; }

private:
    template <std::size_t... Is>
    static Row read(const RowLoader& loader, std::index_sequence<Is...>) {
        return Row{read_session_item<Ts>(loader, Is)...};
    }
};

template <class... Ts>
struct StorageOf {
    using type = RowStorage<std::tuple<session_item<Ts>...>, Ts...>;
};
template <class T>
struct StorageOf<T> {
    using type = ObjectStorage<T>;
};
template <SqlValue T>
struct StorageOf<T> {
    using type = RowStorage<T, T>;
};

}  // namespace azoth::orm
