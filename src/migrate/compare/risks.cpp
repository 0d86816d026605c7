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

/// Decimal digits of a whole number's type; 0 for any other.
int whole_digits(TypeKind kind) {
    switch (kind) {
        case TypeKind::SmallInteger:
            return 5;
        case TypeKind::Integer:
            return 10;
        case TypeKind::BigInteger:
            return 19;
        case TypeKind::Boolean:
        case TypeKind::Numeric:
        case TypeKind::Text:
        case TypeKind::String:
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

bool is_moment(const SqlType& type) {
    return type.kind == TypeKind::DateTime || type.kind == TypeKind::DateTimeTz;
}

/// The most characters that a value is written with; 0: no bound is known.
int written_length(const SqlType& type) {
    constexpr int sign = 1;
    constexpr int uuid = 36;
    if (is_text(type)) {
        return type.length;
    }
    if (type.kind == TypeKind::Uuid) {
        return uuid;
    }
    if (type.kind == TypeKind::Enum) {
        std::size_t longest = 0;
        for (const std::string& label : type.values) {
            longest = std::max(longest, label.size());
        }
        return static_cast<int>(longest);
    }
    const int digits = whole_digits(type.kind);
    return digits == 0 ? 0 : sign + digits;
}

bool text_holds(const SqlType& from, const SqlType& to) {
    const int length = written_length(from);
    return to.length == 0 || (length != 0 && length <= to.length);
}

bool numeric_holds(const SqlType& from, const SqlType& to) {
    const int before_point = to.precision - to.scale;
    const int whole = whole_digits(from.kind);
    if (to.precision == 0) {
        return whole != 0 || from.kind == TypeKind::Numeric;
    }
    if (from.kind == TypeKind::Numeric) {
        return from.precision != 0 && from.scale <= to.scale &&
               from.precision - from.scale <= before_point;
    }
    return whole != 0 && whole <= before_point;
}

bool holds_all(const SqlType& from, const SqlType& to);

bool same_kind_holds(const SqlType& from, const SqlType& to) {
    if (from.element.size() == 1 && to.element.size() == 1) {
        return holds_all(from.element.front(), to.element.front());
    }
    const bool digits =
        to.precision == 0 || (from.precision != 0 && from.precision <= to.precision);
    return digits && std::ranges::all_of(from.values, [&](const std::string& value) {
               return std::ranges::find(to.values, value) != to.values.end();
           });
}

/// Rows follow labels that are called otherwise.
SqlType old_type(const AlterColumn& step) {
    schema::Column column{.type = *step.existing.type};
    schema::rename_labels(column, step.renamed_labels);
    return column.type;
}

/// More than 24 binary digits make a double.
SqlType as_made(const SqlType& type) {
    if (type.kind != TypeKind::Float) {
        return type;
    }
    return type.precision > 24 ? SqlType(Double()) : SqlType(Float());
}

bool holds_made(const SqlType& from, const SqlType& to) {
    if (is_text(to)) {
        return text_holds(from, to);
    }
    if (to.kind == TypeKind::Numeric) {
        return numeric_holds(from, to);
    }
    if (from.kind == to.kind) {
        return same_kind_holds(from, to);
    }
    if (to.kind == TypeKind::Double) {
        return from.kind == TypeKind::Float || from.kind == TypeKind::SmallInteger ||
               from.kind == TypeKind::Integer;
    }
    if (is_moment(to)) {
        return from.kind == TypeKind::Date || (is_moment(from) && same_kind_holds(from, to));
    }
    const int digits = whole_digits(from.kind);
    return whole_digits(to.kind) != 0 &&
           (from.kind == TypeKind::Boolean || (digits != 0 && digits < whole_digits(to.kind)));
}

/// Whether each value of one type is sure to be a value of the other.
bool holds_all(const SqlType& from, const SqlType& to) {
    return holds_made(as_made(from), as_made(to));
}

bool holds_columns(const std::vector<std::string>& all, const std::vector<std::string>& some) {
    return std::ranges::all_of(some, [&](const std::string& column) {
        return std::ranges::find(all, column) != all.end();
    });
}

/// The columns that a constraint keeps from being equal in two rows; empty for any other.
std::vector<std::string> unique_columns(const Constraint& constraint) {
    if (const auto* key = std::get_if<schema::PrimaryKey>(&constraint)) {
        return key->columns;
    }
    const auto* unique = std::get_if<schema::UniqueConstraint>(&constraint);
    return unique == nullptr ? std::vector<std::string>{} : unique->columns;
}

/// Rows that met the one meet the other.
bool implies(const Constraint& before, const Constraint& now) {
    const auto* old_key = std::get_if<schema::ForeignKey>(&before);
    const auto* key = std::get_if<schema::ForeignKey>(&now);
    if (old_key != nullptr && key != nullptr) {
        return old_key->columns == key->columns &&
               old_key->referred_schema == key->referred_schema &&
               old_key->referred_table == key->referred_table &&
               old_key->referred_columns == key->referred_columns;
    }
    const auto* unique = std::get_if<schema::UniqueConstraint>(&now);
    const auto before_columns = unique_columns(before);
    return !before_columns.empty() && !(unique != nullptr && unique->nulls_not_distinct) &&
           holds_columns(unique_columns(now), before_columns);
}

std::string column_of(const TableName& table, const std::string& column) {
    return "column " + quoted(column) + " of table " + quoted(table.name);
}

std::string narrowed(const AlterColumn& step) {
    const SqlType before = old_type(step);
    const SqlType* from = enum_in(before);
    const SqlType* to = enum_in(*step.modified.type);
    const std::string column = column_of(step.table, step.column);
    if (from == nullptr || to == nullptr) {
        return column + " becomes " + to_string(*step.modified.type) +
               ", which may not hold every " + to_string(*step.existing.type);
    }
    std::vector<std::string> gone;
    for (const std::string& label : from->values) {
        if (std::ranges::find(to->values, label) == to->values.end()) {
            gone.push_back(quoted(label));
        }
    }
    return column + " loses the label" + (gone.size() == 1 ? " " : "s ") +
           text_utility::join(gone, ", ") +
           "; rows that hold one refuse it: update them before, or say by using_expression what "
           "they become";
}

class Risks {
public:
    Risks(std::span<const schema::Table> live, const NativeValue& native)
        : live_{live}, native_{native} {}

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
                neutral_value(c.type, native_) ? ": rows that exist get a neutral value" : "";
            add(column + " must not be NULL and has no default" + filler);
        }
    }
    void operator()(const AlterColumn& s) {
        if (s.modified.type && s.existing.type && !holds_all(old_type(s), *s.modified.type)) {
            add(narrowed(s));
        }
        if (s.modified.nullable == false) {
            add(column_of(s.table, s.column) +
                " must not be NULL any more; rows with NULL refuse it");
        }
    }
    void operator()(const RenameTable& s) { new_names_.push_back({s.new_name, s.table.schema}); }
    void operator()(const DropConstraint& s) {
        if (s.definition) {
            dropped_.emplace_back(s.table, *s.definition);
        }
    }
    void operator()(const AddConstraint& s) {
        const bool is_met = std::ranges::any_of(dropped_, [&](const auto& before) {
            return before.first == s.table && implies(before.second, s.constraint);
        });
        if (is_met || !has_rows(s.table)) {
            return;
        }
        const std::string& name = name_of(s.constraint);
        const std::string place = (name.empty() ? "" : " " + quoted(name)) + " on table " +
                                  quoted(s.table.name) + " refuses rows that exist and ";
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

    [[nodiscard]] bool has_rows(const TableName& table) const {
        return find_table(live_, table) != nullptr ||
               std::ranges::find(new_names_, table) != new_names_.end();
    }

    std::span<const schema::Table> live_;
    const NativeValue& native_;
    std::vector<TableName> new_names_{};
    std::vector<std::pair<TableName, Constraint>> dropped_{};
    std::vector<std::string> computed_{};  ///< dropped ones: they may come back as plain columns
};

}  // namespace

std::vector<std::string> data_at_risk(std::span<const Operation> operations,
                                      std::span<const schema::Table> live,
                                      const NativeValue& native) {
    Risks risks{live, native};
    for (const Operation& step : operations) {
        std::visit(risks, step);
    }
    return std::move(risks.result);
}

}  // namespace azoth::migrate
