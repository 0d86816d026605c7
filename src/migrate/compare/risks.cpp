// SPDX-License-Identifier: MIT
#include <azoth/base/text.hpp>
#include <azoth/migrate/compare/risks.hpp>

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/overloaded.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using text_utility::quoted;

int rank(TypeKind kind) {
    switch (kind) {
        case TypeKind::Boolean:
            return 1;
        case TypeKind::SmallInteger:
            return 2;
        case TypeKind::Integer:
            return 3;
        case TypeKind::BigInteger:
            return 4;
        case TypeKind::Numeric:
            return 5;
        case TypeKind::Text:
        case TypeKind::String:
            return 6;
        case TypeKind::Float:
        case TypeKind::Double:
        case TypeKind::Binary:
        case TypeKind::Date:
        case TypeKind::Time:
        case TypeKind::DateTime:
        case TypeKind::DateTimeTz:
        case TypeKind::Interval:
        case TypeKind::Uuid:
        case TypeKind::Json:
        case TypeKind::Enum:
        case TypeKind::Array:
        case TypeKind::Native:
            return 0;
    }
    return 0;
}

bool is_text(const SqlType& type) {
    return type.kind == TypeKind::Text || type.kind == TypeKind::String;
}

/// Whether each value of one type is sure to be a value of the other.
bool holds_all(const SqlType& from, const SqlType& to) {
    if (is_text(to)) {
        const bool unbounded = to.length == 0;
        return unbounded || (is_text(from) && from.length != 0 && from.length <= to.length);
    }
    if (from.kind == to.kind) {
        const bool digits =
            to.precision == 0 ||
            (from.precision != 0 && from.precision <= to.precision && from.scale <= to.scale);
        return digits && std::ranges::all_of(from.values, [&](const std::string& value) {
                   return std::ranges::find(to.values, value) != to.values.end();
               });
    }
    if (from.kind == TypeKind::Float && to.kind == TypeKind::Double) {
        return true;
    }
    return rank(from.kind) > 1 && rank(to.kind) < 5 && rank(from.kind) < rank(to.kind);
}

std::string column_of(const TableName& table, const std::string& column) {
    return "column " + quoted(column) + " of table " + quoted(table.name);
}

class Risks {
public:
    explicit Risks(std::span<const schema::Table> live) : live_{live} {}

    void operator()(const DropTable& s) {
        add("table " + quoted(s.table.name) + " is dropped with its rows");
    }
    void operator()(const DropColumn& s) {
        if (s.definition && s.definition->computed) {
            computed_.push_back(column_of(s.table, s.column));
        } else {
            add(column_of(s.table, s.column) + " is dropped with its values");
        }
    }
    void operator()(const AddColumn& s) {
        const schema::Column& c = s.column;
        const std::string column = column_of(s.table, c.name);
        if (!c.computed && std::ranges::find(computed_, column) != computed_.end()) {
            add(column + " is computed no more: it is made anew, without the values it had");
        }
        if (!c.nullable && !c.server_default && !c.computed && !c.autoincrement &&
            c.identity == schema::Identity::No) {
            const auto filler =
                c.type.kind == TypeKind::Native ? "" : ": rows that exist get a neutral value";
            add(column + " must not be NULL and has no default" + filler);
        }
    }
    void operator()(const AlterColumn& s) {
        if (s.modified.type && s.existing.type && !holds_all(*s.existing.type, *s.modified.type)) {
            add(column_of(s.table, s.column) + " becomes " + to_string(*s.modified.type) +
                ", which may not hold every " + to_string(*s.existing.type));
        }
        if (s.modified.nullable == false) {
            add(column_of(s.table, s.column) +
                " must not be NULL any more; rows with NULL refuse it");
        }
    }
    void operator()(const AddConstraint& s) {
        if (find_table(live_, s.table) == nullptr) {
            return;
        }
        const std::string place =
            " on table " + quoted(s.table.name) + " refuses rows that exist and ";
        std::visit(
            Overloaded{
                [&](const schema::PrimaryKey&) {
                    add("the new primary key" + place + "are equal in it");
                },
                [&](const schema::UniqueConstraint&) {
                    add("the new unique constraint" + place + "are equal in it");
                },
                [&](const schema::CheckConstraint&) { add("the new check" + place + "fail it"); },
                [&](const schema::ForeignKey&) {
                    add("the new foreign key" + place + "refer to nothing");
                },
            },
            s.constraint);
    }
    void operator()(const CreateIndex& s) {
        if (s.index.unique) {
            add("the new unique index " + quoted(s.index.name) + " on table " +
                quoted(s.table.name) + " refuses rows that exist and are equal in it");
        }
    }
    template <class Other>
    void operator()(const Other&) {}

    std::vector<std::string> result{};

private:
    void add(std::string sentence) { result.push_back(std::move(sentence)); }

    std::span<const schema::Table> live_;
    std::vector<std::string> computed_{};  ///< dropped ones: they may come back as plain columns
};

}  // namespace

std::vector<std::string> data_at_risk(std::span<const Operation> operations,
                                      std::span<const schema::Table> live) {
    Risks risks{live};
    for (const Operation& step : operations) {
        std::visit(risks, step);
    }
    return std::move(risks.result);
}

}  // namespace azoth::migrate
