// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <azoth/extend.hpp>
#include <azoth/orm.hpp>
#include <azoth/testing/sql_recorder.hpp>

using namespace azoth;

namespace {

/// 101, 102, …: what a sequence would give.
class Sequence final : public dialects::DrawnKeys {
public:
    [[nodiscard]] std::string next_keys(const compiler::RowShape&,
                                        std::size_t rows) const override {
        std::string sql;
        for (std::size_t row = 0; row < rows; ++row) {
            sql += (sql.empty() ? "SELECT " : " UNION ALL SELECT ") + std::to_string(++last_);
        }
        return sql;
    }

private:
    mutable int last_ = 100;
};

/// SQLite, but keys are drawn beforehand and no statement returns rows.
class DrawingDialect final : public dialects::Dialect {
public:
    [[nodiscard]] std::string_view name() const noexcept override { return "drawing"; }
    [[nodiscard]] const compiler::Capabilities& capabilities() const noexcept override {
        static constexpr compiler::Capabilities none{.transactional_ddl = true};
        return none;
    }
    [[nodiscard]] const compiler::SqlCompiler& compiler() const noexcept override {
        return sqlite().compiler();
    }
    [[nodiscard]] const dialects::GeneratedKeys& generated_keys(
        const compiler::RowShape& shape) const override {
        static const Sequence sequence;
        return shape.generated_key != nullptr
                   ? static_cast<const dialects::GeneratedKeys&>(sequence)
                   : Dialect::generated_keys(shape);
    }
    [[nodiscard]] std::string identifier(std::string_view name) const override {
        return sqlite().identifier(name);
    }
    [[nodiscard]] std::string type(const SqlType& type) const override {
        return sqlite().type(type);
    }
    [[nodiscard]] std::string literal(const ValueView& value) const override {
        return sqlite().literal(value);
    }
    [[nodiscard]] std::vector<std::string> ddl(const ddl::Statement& statement) const override {
        return sqlite().ddl(statement);
    }
    [[nodiscard]] const dialects::Catalog& catalog() const noexcept override {
        return sqlite().catalog();
    }
    [[nodiscard]] std::string begin(dialects::Isolation isolation,
                                    dialects::Access access) const override {
        return sqlite().begin(isolation, access);
    }
    [[nodiscard]] std::optional<Url> shared_memory_url(const Url& url,
                                                       std::uint64_t number) const override {
        return sqlite().shared_memory_url(url, number + 1'000'000);
    }

private:
    static const dialects::Dialect& sqlite() { return *dialects::find_dialect("sqlite").dialect; }
};

struct Part {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> maker{};
};

DeclarativeBase base;
const auto parts = base.map<Part>("part", column(&Part::maker, server_default("'unknown'")));

Engine drawing_engine() {
    static const DrawingDialect dialect;
    dialects::register_dialect({"drawing", &dialect, dialects::find_dialect("sqlite").driver});
    Engine engine = create_engine("drawing://");
    base.metadata.create_all(engine);
    return engine;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("keys that are drawn beforehand travel with the rows; what a default gives is queried") {
    const Engine engine = drawing_engine();
    Session session{engine};
    testing::SqlRecorder recorder{engine};

    const auto bolt = session.add(Part{.name = "bolt"});
    const auto nut = session.add(Part{.name = "nut", .maker = "ann"});
    session.commit();

    CHECK(recorder.take_statements() ==
          Lines{"SELECT 101",
                "INSERT INTO part (name, id) VALUES (?, ?) ['bolt', 101]",
                "SELECT id, maker FROM part WHERE part.id = ? [101]",
                "SELECT 102",
                "INSERT INTO part (name, maker, id) VALUES (?, ?, ?) ['nut', 'ann', 102]"});
    CHECK(bolt->id == 101);
    CHECK(bolt->maker == "unknown");
    CHECK(nut->id == 102);
    CHECK(session.get<Part>(102) == nut);
}

TEST_CASE("many rows draw their keys at once") {
    const Engine engine = drawing_engine();
    Session session{engine};
    std::vector<Ref<Part>> added;
    for (int i = 0; i < 10; ++i) {
        added.push_back(session.add(Part{.name = "n" + std::to_string(i), .maker = "ann"}));
    }
    testing::SqlRecorder recorder{engine};

    session.commit();

    const Lines lines = recorder.take_statements();
    CHECK(lines.size() == 2);
    CHECK(lines.back().starts_with(
        "INSERT INTO part (name, maker, id) SELECT c1, c2, c3 FROM azoth_rows(?)"));
    for (std::size_t i = 1; i < added.size(); ++i) {
        CHECK(added[i]->id == added[0]->id + static_cast<std::int64_t>(i));
    }
    CHECK(session.execute(select(&Part::name).where(col(&Part::id) == added[7]->id)).one() == "n7");
}
