// SPDX-License-Identifier: MIT
#include "toy_driver.hpp"

#include "toy_words.hpp"

namespace toy {
namespace {

using namespace azoth;
using drivers::Connection;

// [statement]
/// A statement of the driver underneath. The empty text is NULL, and rows come one by one.
class ToyStatement final : public drivers::Statement {
public:
    explicit ToyStatement(std::unique_ptr<drivers::Statement> behind)
        : behind_{std::move(behind)} {}

    void bind(int parameter, const ValueView& value) override {
        const bool is_empty = value.kind == ValueKind::Text && value.characters().empty();
        behind_->bind(parameter, is_empty ? ValueView::null() : value);
    }
    void bind_rows(const drivers::RowBlock&) override {
        throw InvalidRequestError{"toy-refuses",
                                  "the toy database takes no batches: its compiler makes none"};
    }
    // [/statement]
    void execute() override { behind_->execute(); }
    bool next() override { return behind_->next(); }
    void reset() noexcept override { behind_->reset(); }
    int parameter_count() const override { return behind_->parameter_count(); }
    int column_count() const override { return behind_->column_count(); }
    std::string_view column_name(int column) const override { return behind_->column_name(column); }
    ValueKind column_kind(int column) const override { return behind_->column_kind(column); }
    std::int64_t affected_rows() const override { return behind_->affected_rows(); }
    drivers::KeyRange inserted_keys() const override { return behind_->inserted_keys(); }
    bool is_null(int column) const override { return behind_->is_null(column); }
    std::int64_t integer(int column) const override { return behind_->integer(column); }
    double real(int column) const override { return behind_->real(column); }
    std::string_view text(int column) const override { return behind_->text(column); }
    std::span<const std::byte> bytes(int column) const override { return behind_->bytes(column); }
    Value value(int column, ValueKind wanted) const override {
        return behind_->value(column, wanted);
    }

private:
    std::unique_ptr<drivers::Statement> behind_;
};

class ToyConnection final : public Connection {
public:
    explicit ToyConnection(std::unique_ptr<Connection> behind) : behind_{std::move(behind)} {}

    std::unique_ptr<drivers::Statement> prepare(std::string_view sql) override {
        return std::make_unique<ToyStatement>(behind_->prepare(in_its_words(sql)));
    }
    void run_script(std::string_view sql) override {
        for (const std::string& statement : dialects::split_sql(sql)) {
            behind_->run_script(in_its_words(statement));
        }
    }
    void defer(std::string_view sql) override { run_script(sql); }
    void flush_deferred() override {}
    void cancel() noexcept override { behind_->cancel(); }
    void set_query_timeout(std::int64_t milliseconds) override {
        behind_->set_query_timeout(milliseconds);
    }
    bool ping() noexcept override { return behind_->ping(); }
    bool is_usable() const noexcept override { return behind_->is_usable(); }
    bool in_transaction() const noexcept override { return behind_->in_transaction(); }
    drivers::ServerVersion server_version() const override { return {.major = 1}; }
    const drivers::Traffic& traffic() const noexcept override { return behind_->traffic(); }
    void* native_handle() noexcept override { return behind_->native_handle(); }

private:
    std::string in_its_words(std::string_view sql) const {
        if (sql.starts_with(dictionary_word)) {
            return std::string{sql.substr(dictionary_word.size())};
        }
        return translated(sql, behind_->in_transaction() ? Place::InTransaction : Place::Outside);
    }

    std::unique_ptr<Connection> behind_;
};

// [driver]
class ToyDriver final : public drivers::Driver {
public:
    std::string_view name() const noexcept override { return "toy"; }

    std::unique_ptr<Connection> connect(const drivers::ConnectOptions& options) override {
        auto behind = dialects::find_dialect("sqlite").driver->connect(options);
        behind->run_script("PRAGMA foreign_keys = ON");
        return std::make_unique<ToyConnection>(std::move(behind));
    }
};
// [/driver]

}  // namespace

drivers::Driver& driver() {
    static ToyDriver instance;
    return instance;
}

}  // namespace toy
