// SPDX-License-Identifier: MIT
#include "mapping/declaration.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::mapping {

using text_utility::quoted;

Declaration::Declaration(DeclarativeBase& its_base,
                         const tree::Entity& its_entity,
                         const StructDescription& its_description,
                         std::string_view its_table)
    : base(&its_base),
      entity(&its_entity),
      description(&its_description),
      mapper(*this),
      table(its_table) {}

std::recursive_mutex& resolving_mutex() noexcept {
    static std::recursive_mutex mutex;
    return mutex;
}

std::string member_text(const Declaration& declaration, std::string_view member) {
    return std::string{declaration.mapper.type_name()} + "." + std::string{member};
}

std::string cannot_map(const Declaration& declaration, std::string_view rest) {
    return "cannot map " + std::string{declaration.mapper.type_name()} + " to table " +
           quoted(declaration.table) + ": " + std::string{rest};
}

std::string missing_mapping_hint() {
    return "where its Base.map stands in a static library, nothing may refer to that object, and "
           "the linker drops it: "
           "make the library an OBJECT library, or keep the base and all its maps in one source "
           "file";
}

std::optional<std::uint32_t> offset_in_struct(const Declaration& declaration,
                                              const Draft& draft,
                                              Member member) noexcept {
    if (member.entity == declaration.entity) {
        return member.offset;
    }
    const auto base = std::ranges::find(draft.bases, member.entity, &BasePlace::entity);
    if (base == draft.bases.end()) {
        return std::nullopt;
    }
    return base->offset + member.offset;
}

const MappedColumn* find_column(const Declaration& declaration,
                                const Draft& draft,
                                Member member) noexcept {
    const auto offset = offset_in_struct(declaration, draft, member);
    if (!offset) {
        return nullptr;
    }
    const auto found = std::ranges::find(draft.columns, *offset, &MappedColumn::offset);
    return found == draft.columns.end() ? nullptr : &*found;
}

Draft& draft_of(Declaration& declaration) {
    if (!declaration.draft) {
        declaration.draft = make_draft(declaration);
    }
    return *declaration.draft;
}

void close_foreign_keys(Declaration& declaration) {
    Draft& draft = draft_of(declaration);
    for (OpenForeignKey& open : draft.open_keys) {
        const tree::Entity& entity = *open.referred.front().entity;
        Declaration* target = declaration_of(entity);
        if (target == nullptr) {
            draft.problems.push_back(
                MappingError{"foreign-key-not-mapped",
                             cannot_map(declaration,
                                        "the foreign key of " + quoted(open.member) +
                                            " refers to " + std::string{entity.type_name()} +
                                            ", which is mapped to no table; map it (" +
                                            missing_mapping_hint() + ")")});
            continue;
        }
        const Draft& other = draft_of(*target);
        bool complete = true;
        for (const Member member : open.referred) {
            const MappedColumn* column = find_column(*target, other, member);
            complete = complete && column != nullptr;
            if (column != nullptr) {
                open.constraint.referred_columns.push_back(
                    other.table.columns[column->column_index].name);
            }
        }
        if (!complete) {
            draft.problems.push_back(MappingError{
                "foreign-key-target",
                cannot_map(declaration,
                           "the foreign key of " + quoted(open.member) + " refers to a member of " +
                               std::string{entity.type_name()} + " that is no column of table " +
                               quoted(other.table.full_name()) +
                               "; refer to columns of one struct")});
            continue;
        }
        open.constraint.referred_table = other.table.name;
        open.constraint.referred_schema = other.table.schema;
        draft.table.foreign_keys.push_back(open.constraint);
    }
    draft.open_keys.clear();
}

namespace {

std::string full_name_of_referred(const schema::ForeignKey& key) {
    return key.referred_schema.empty() ? key.referred_table
                                       : key.referred_schema + '.' + key.referred_table;
}

std::vector<std::string> table_names(const MetaData& metadata) {
    std::vector<std::string> names;
    for (const schema::Table* table : metadata.tables()) {
        names.push_back(table->full_name());
    }
    return names;
}

}  // namespace

void check_foreign_keys(const Declaration& declaration,
                        const MetaData& metadata,
                        Problems& problems) {
    for (const schema::ForeignKey& key : declaration.added->foreign_keys) {
        const std::string name = full_name_of_referred(key);
        const std::string column = key.columns.empty() ? "" : key.columns.front();
        const schema::Table* referred = metadata.find(name);
        if (referred == nullptr) {
            problems.push_back(MappingError{
                "missing-referred-table",
                cannot_map(declaration,
                           "the foreign key of " + quoted(column) + " refers to table " +
                               quoted(name) + ", which nothing maps or defines" +
                               text_utility::did_you_mean(name, table_names(metadata)) + " (" +
                               missing_mapping_hint() + ")")});
            continue;
        }
        for (const std::string& wanted : key.referred_columns) {
            if (referred->find_column(wanted) == nullptr) {
                problems.push_back(MappingError{
                    "missing-referred-column",
                    cannot_map(declaration,
                               "the foreign key of " + quoted(column) + " refers to column " +
                                   quoted(wanted) + " of table " + quoted(name) +
                                   ", which has none of that name; name one of its columns")});
            }
        }
    }
}

}  // namespace azoth::mapping
