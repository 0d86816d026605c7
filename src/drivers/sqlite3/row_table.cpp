// SPDX-License-Identifier: MIT
#include "drivers/sqlite3/row_table.hpp"

#include "drivers/sqlite3/store_value.hpp"

#include <new>
#include <string>

namespace azoth::drivers::sqlite {

namespace {

constexpr const char* pointer_type = "azoth_rows";
constexpr int column_count = 128;
constexpr int rows_column = column_count;  // hidden: the parameter

struct Cursor {
    sqlite3_vtab_cursor base{};
    ShownRows* rows = nullptr;
    std::size_t row = 0;
    std::vector<Value> scratch{};  ///< of each column: a row's values are read before the next row
};

/// Null when memory is short: no exception crosses C code.
template <class T>
T* made() noexcept {
    try {
        return new T{};
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

Cursor& cursor_of(sqlite3_vtab_cursor* base) noexcept {
    return *reinterpret_cast<Cursor*>(base);
}

// CREATE TABLE x(c1, c2, …, rows HIDDEN)
std::string declaration() {
    std::string sql = "CREATE TABLE x(";
    for (int i = 1; i <= column_count; ++i) {
        sql += "c" + std::to_string(i) + ", ";
    }
    return sql + "rows HIDDEN)";
}

int connect(sqlite3* database, void*, int, const char* const*, sqlite3_vtab** table, char**) {
    try {
        const int code = sqlite3_declare_vtab(database, declaration().c_str());
        if (code != SQLITE_OK) {
            return code;
        }
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    }
    sqlite3_vtab_config(database, SQLITE_VTAB_DIRECTONLY);
    *table = made<sqlite3_vtab>();
    return *table == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
    delete table;
    return SQLITE_OK;
}

// The only way to read it: all rows of the parameter, once. Cheap beside any other table, so that
// it is read first and finds the other rows by their keys.
int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
    constexpr double cost_of_reading = 1;
    constexpr sqlite3_int64 usual_rows = 100;
    for (int i = 0; i < info->nConstraint; ++i) {
        const auto& constraint = info->aConstraint[i];
        if (constraint.iColumn == rows_column && constraint.op == SQLITE_INDEX_CONSTRAINT_EQ &&
            constraint.usable != 0) {
            info->aConstraintUsage[i].argvIndex = 1;
            info->aConstraintUsage[i].omit = 1;
            info->estimatedCost = cost_of_reading;
            info->estimatedRows = usual_rows;
            return SQLITE_OK;
        }
    }
    return SQLITE_CONSTRAINT;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
    auto* opened = made<Cursor>();
    *cursor = opened == nullptr ? nullptr : &opened->base;
    return opened == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
    delete &cursor_of(cursor);
    return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int, const char*, int, sqlite3_value** arguments) {
    Cursor& cursor = cursor_of(base);
    cursor.rows = static_cast<ShownRows*>(sqlite3_value_pointer(arguments[0], pointer_type));
    cursor.row = 0;
    try {
        cursor.scratch.resize(cursor.rows == nullptr ? 0 : cursor.rows->block.columns);
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    }
    return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
    ++cursor_of(cursor).row;
    return SQLITE_OK;
}

int is_at_end(sqlite3_vtab_cursor* base) {
    const Cursor& cursor = cursor_of(base);
    return cursor.rows == nullptr || cursor.row >= cursor.rows->block.count ? 1 : 0;
}

/// The result of a column.
struct ResultTarget {
    sqlite3_context* context;
    StoredForm form;

    int null() const {
        sqlite3_result_null(context);
        return SQLITE_OK;
    }
    int integer(std::int64_t value) const {
        sqlite3_result_int64(context, value);
        return SQLITE_OK;
    }
    int real(double value) const {
        sqlite3_result_double(context, value);
        return SQLITE_OK;
    }
    int text(const char* data, std::size_t size) const {
        sqlite3_result_text64(context, data, size, SQLITE_STATIC, SQLITE_UTF8);
        return SQLITE_OK;
    }
    int blob(const char* data, std::size_t size) const {
        sqlite3_result_blob64(context, data, size, SQLITE_STATIC);
        return SQLITE_OK;
    }
    int short_text(const text_form::Short& text) const {
        sqlite3_result_text(
            context, text.characters.data(), static_cast<int>(text.size), SQLITE_TRANSIENT);
        return SQLITE_OK;
    }
    [[nodiscard]] StoredForm stored_form() const { return form; }
    [[noreturn]] static void refuse(std::string_view why) {
        throw DataError{"unsupported-value",
                        "cannot store a value of a batch: " + std::string{why}};
    }
};

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int number) {
    Cursor& cursor = cursor_of(base);
    const auto index = static_cast<std::size_t>(number);
    if (index >= cursor.scratch.size()) {
        return SQLITE_OK;  // NULL
    }
    try {
        const ResultTarget target{context, cursor.rows->stored_form};
        return store_value(target,
                           cursor.rows->block.view(cursor.row, index, cursor.scratch[index]));
    } catch (...) {
        cursor.rows->failure = std::current_exception();
        return SQLITE_ERROR;
    }
}

int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
    *id = static_cast<sqlite3_int64>(cursor_of(cursor).row);
    return SQLITE_OK;
}

/// No xCreate: the table is there without being created, and appears in no schema.
constexpr sqlite3_module row_module{
    .iVersion = 0,
    .xCreate = nullptr,
    .xConnect = connect,
    .xBestIndex = best_index,
    .xDisconnect = disconnect,
    .xDestroy = nullptr,
    .xOpen = open,
    .xClose = close,
    .xFilter = filter,
    .xNext = next,
    .xEof = is_at_end,
    .xColumn = column,
    .xRowid = row_id,
    .xUpdate = nullptr,
    .xBegin = nullptr,
    .xSync = nullptr,
    .xCommit = nullptr,
    .xRollback = nullptr,
    .xFindFunction = nullptr,
    .xRename = nullptr,
    .xSavepoint = nullptr,
    .xRelease = nullptr,
    .xRollbackTo = nullptr,
    .xShadowName = nullptr,
};

}  // namespace

int create_row_table(sqlite3* database) noexcept {
    return sqlite3_create_module_v2(database, "azoth_rows", &row_module, nullptr, nullptr);
}

int bind_row_table(sqlite3_stmt* statement, int position, ShownRows& rows) noexcept {
    rows.failure = nullptr;
    return sqlite3_bind_pointer(statement, position, &rows, pointer_type, nullptr);
}

}  // namespace azoth::drivers::sqlite
