// SPDX-License-Identifier: MIT
#include <azoth/dialects/sql_text.hpp>
#include "dialects/postgresql/ddl.hpp"
#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/quoted_text.hpp"
#include "dialects/postgresql/types.hpp"

#include <azoth/base/error.hpp>

#include "base/sql_parts.hpp"

namespace azoth::dialects::postgresql {

namespace {

bool is_serial(const schema::Column& column) noexcept {
    return column.autoincrement && column.identity == schema::Identity::No;
}

bool is_same_enum(const SqlType& left, const SqlType& right) {
    const auto* before = enum_in(left);
    const auto* after = enum_in(right);
    return before != nullptr && after != nullptr && left.kind == right.kind &&
           before->name == after->name;
}

/// Builds the statements of one change, each step for one property.
class Alteration {
public:
    explicit Alteration(const ddl::AlterColumn& statement)
        : change_(statement),
          table_(dialect().table_name(statement.table.name, statement.table.schema)),
          column_(dialect().identifier(statement.existing.name)) {}

    Sql run() {
        refuse_computed();
        change_type();
        change_numbering();
        change_default();
        change_nullability();
        change_comment();
        return std::move(statements_);
    }

private:
    const schema::Column& existing() const { return change_.existing; }
    const schema::Column& modified() const { return change_.modified; }

    void alter(std::string_view action) {
        statements_.push_back("ALTER TABLE " + table_ + " ALTER COLUMN " + column_ + ' ' +
                              std::string{action});
    }

    void refuse_computed() {
        if (existing().computed == modified().computed &&
            existing().generated == modified().generated) {
            return;
        }
        if (existing().computed && !modified().computed) {
            alter("DROP EXPRESSION");
            return;
        }
        sql_text::unsupported("change the expression of column " + existing().name,
                              change_.table.name,
                              "PostgreSQL cannot change how a column is computed",
                              "drop the column and add it again");
    }

    /// A default of the old type may not convert by itself, so that it is set again afterwards.
    void change_type() {
        if (existing().type == modified().type) {
            return;
        }
        const bool same_enum = is_same_enum(existing().type, modified().type);
        const bool in_place = adds_labels_in_place(change_);
        if (existing().server_default && !in_place) {
            alter("DROP DEFAULT");
            default_is_gone_ = true;
        }
        if (same_enum) {
            append_change_enum(statements_, change_);
            return;
        }
        append_create_enum(statements_, modified().type, change_.table.schema);
        const auto type = type_in_schema(modified().type, change_.table.schema);
        alter("TYPE " + type + collate_clause(modified().type) + using_clause(type));
        if (is_serial(existing()) && is_serial(modified())) {
            widen_sequence(type);
        }
    }

    std::string using_clause(const std::string& type) const {
        return change_.using_expression.empty() ? cast_clause(change_, column_, type)
                                                : " USING " + change_.using_expression;
    }

    std::string sequence_name() const {
        return "pg_get_serial_sequence(" + quoted_text(table_) + ", " +
               quoted_text(existing().name) + ')';
    }

    void widen_sequence(const std::string& type) {
        statements_.push_back("DO $azoth$ BEGIN EXECUTE 'ALTER SEQUENCE ' || " + sequence_name() +
                              " || ' AS " + type + "'; END $azoth$");
    }

    void change_numbering() {
        if (existing().identity != modified().identity) {
            change_identity();
        }
        if (is_serial(existing()) == is_serial(modified())) {
            return;
        }
        if (is_serial(existing())) {
            alter("DROP DEFAULT");
            statements_.push_back("DO $azoth$ BEGIN EXECUTE 'DROP SEQUENCE ' || " +
                                  sequence_name() + "; END $azoth$");
            return;
        }
        make_serial();
    }

    void change_identity() {
        const auto* const kind =
            modified().identity == schema::Identity::Always ? "ALWAYS" : "BY DEFAULT";
        if (modified().identity == schema::Identity::No) {
            alter("DROP IDENTITY");
        } else if (existing().identity == schema::Identity::No) {
            drop_old_default();
            alter("SET NOT NULL");
            not_null_is_set_ = true;
            alter("ADD GENERATED " + std::string{kind} + " AS IDENTITY");
            continue_numbers();
        } else {
            alter("SET GENERATED " + std::string{kind});
        }
    }

    void drop_old_default() {
        if (existing().server_default && !default_is_gone_) {
            alter("DROP DEFAULT");
            default_is_gone_ = true;
        }
    }

    void make_serial() {
        drop_old_default();
        const auto& table = change_.table;
        const auto sequence =
            dialect().constraint_name(table.name + '_' + existing().name + "_seq");
        const auto full =
            table.schema.empty() ? sequence : dialect().identifier(table.schema) + '.' + sequence;
        statements_.push_back("CREATE SEQUENCE " + full + " AS " +
                              type_in_schema(modified().type, {}) + " OWNED BY " + table_ + '.' +
                              column_);
        alter("SET DEFAULT nextval(" + quoted_text(full) + "::regclass)");
        continue_numbers();
    }

    /// The next number is the one after the greatest that is there.
    void continue_numbers() {
        statements_.push_back("SELECT setval(" + sequence_name() + ", coalesce(max(" + column_ +
                              "), 0) + 1, false) FROM " + table_);
    }

    void change_default() {
        const bool is_as_it_should_be =
            default_is_gone_ ? !modified().server_default
                             : existing().server_default == modified().server_default;
        if (is_as_it_should_be) {
            return;
        }
        alter(modified().server_default
                  ? "SET DEFAULT " + settled_default(sql_parts::closed(*modified().server_default))
                  : "DROP DEFAULT");
    }

    void change_nullability() {
        if (existing().nullable == modified().nullable ||
            (not_null_is_set_ && !modified().nullable)) {
            return;
        }
        alter(modified().nullable ? "DROP NOT NULL" : "SET NOT NULL");
    }

    void change_comment() {
        if (existing().comment != modified().comment) {
            auto column = modified();
            column.name = existing().name;
            statements_.push_back(comment_on_column(change_.table, column));
        }
    }

    const ddl::AlterColumn& change_;
    std::string table_;
    std::string column_;
    Sql statements_{};
    bool default_is_gone_ = false;
    bool not_null_is_set_ = false;
};

}  // namespace

Sql alter_column(const ddl::AlterColumn& statement) {
    Sql statements;
    append_rename_labels(statements, statement);
    auto renamed = statement;
    schema::rename_labels(renamed.existing, statement.renamed_labels);
    for (auto& text : Alteration{renamed}.run()) {
        statements.push_back(std::move(text));
    }
    return statements;
}

}  // namespace azoth::dialects::postgresql
