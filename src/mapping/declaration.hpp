// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>
#include <azoth/mapping/declarative_base.hpp>

#include <memory>
#include <mutex>
#include <variant>

/// What maps record, and what is worked out from it.
namespace azoth::mapping {

struct ColumnDeclaration {
    std::vector<schema::ColumnOption> options{};
};

struct RelationshipDeclaration {
    std::vector<RelationshipOption> options{};
};

/// Constraints with members in place of names: `members` stand for the columns, position by
/// position. A member without entity leaves the name as it is.
struct MemberUnique {
    schema::UniqueConstraint constraint{};
    std::vector<Member> members{};
};
struct MemberPrimaryKey {
    schema::PrimaryKey constraint{};
    std::vector<Member> members{};
};
struct MemberIndex {
    schema::Index index{};
    std::vector<Member> members{};
};
struct MemberForeignKeyConstraint {
    schema::ForeignKey constraint{};
    std::vector<Member> members{};
    std::vector<Member> referred{};
};

struct ElementData {
    std::variant<ColumnDeclaration,
                 RelationshipDeclaration,
                 MemberUnique,
                 MemberPrimaryKey,
                 MemberIndex,
                 MemberForeignKeyConstraint,
                 schema::ColumnElement,
                 schema::PrimaryKey,
                 schema::UniqueConstraint,
                 schema::CheckConstraint,
                 schema::ForeignKey,
                 schema::Index,
                 schema::Comment,
                 schema::RenamedFrom,
                 schema::SchemaName,
                 std::pair<std::string, std::string>>
        content;
    /// Of columns and relationships.
    Member member{};
    const MemberType* type = nullptr;
    std::string member_name{};      ///< where the mapping spells it
    std::uint32_t base_offset = 0;  ///< of the member's class in the struct
};

/// A member that is a relationship, with the mapping's words about it.
struct DraftLink {
    std::string member{};
    std::uint32_t offset = 0;
    const MemberType* type = nullptr;
    const RelationshipDeclaration* declared = nullptr;  ///< null where the mapping says nothing
};

/// A base class that members were named through, and where it is in the struct.
struct BasePlace {
    const tree::Entity* entity;
    std::uint32_t offset;
};

/// A foreign key to members, until the names of their columns are known.
struct OpenForeignKey {
    schema::ForeignKey constraint{};
    std::vector<Member> referred{};
    std::string member{};  ///< for errors
};

using Problems = std::vector<MappingError>;

/// What is known of one mapping before its relationships are.
struct Draft {
    schema::Table table{};
    std::vector<BasePlace> bases{};
    std::vector<MappedColumn> columns{};
    std::vector<DraftLink> links{};
    std::vector<OpenForeignKey> open_keys{};
    Problems problems{};
};

/// What `Mapper` answers from.
struct Resolution {
    const schema::Table* table = nullptr;
    std::vector<const schema::Column*> columns{};
    std::vector<MappedColumn> mapped{};
    std::vector<MemberLoad> loads{};
    std::vector<std::size_t> primary_key{};
    std::vector<Relationship> relationships{};
    std::uint32_t image_size = 0;
    std::uint32_t image_alignment = 1;
};

/// One `Base.map<T>(…)`: as it was written, and as far as it has been worked out. All but the first
/// four is guarded by `resolving_mutex`.
struct Declaration {
    Declaration(DeclarativeBase& its_base,
                const tree::Entity& its_entity,
                const StructDescription& its_description,
                std::string_view its_table);

    DeclarativeBase* base;
    const tree::Entity* entity;
    const StructDescription* description;
    Mapper mapper;

    std::string table;
    std::vector<std::unique_ptr<ElementData>> elements{};
    std::string mapped_also_to{};  ///< the table of another map of the same struct
    std::unique_ptr<Draft> draft{};
    const schema::Table* added = nullptr;  ///< in the metadata
    std::unique_ptr<Resolution> resolution{};
};

/// The mappings of one base, in the order in which they were recorded.
struct Registry {
    std::vector<std::unique_ptr<Declaration>> declarations{};
    Problems problems{};  ///< of the last attempt
};

/// One for the program: held while mappings are recorded or worked out. Where the metadata's own
/// lock is needed too, that one is taken first.
[[nodiscard]] std::recursive_mutex& resolving_mutex() noexcept;

/// The declaration behind a slot; null where the struct is not mapped.
[[nodiscard]] Declaration* declaration_of(const tree::Entity& entity) noexcept;

/// `User.name`, for errors.
[[nodiscard]] std::string member_text(const Declaration& declaration, std::string_view member);
/// `cannot map User to table "user_account": ` and the rest.
[[nodiscard]] std::string cannot_map(const Declaration& declaration, std::string_view rest);
/// What to look for when a mapping is missing.
[[nodiscard]] std::string missing_mapping_hint();

/// The column that a member stands for; null where it is none. The member may be named through a
/// base class.
[[nodiscard]] const MappedColumn* find_column(const Declaration& declaration,
                                              const Draft& draft,
                                              Member member) noexcept;
/// A member's offset in the struct; nothing where it belongs to another struct.
[[nodiscard]] std::optional<std::uint32_t> offset_in_struct(const Declaration& declaration,
                                                            const Draft& draft,
                                                            Member member) noexcept;

/// What the options of a column say about its default and the member.
struct DefaultWords {
    bool is_filled = false;
    bool is_sent = false;
};
[[nodiscard]] DefaultWords default_words(std::span<const schema::ColumnOption> options) noexcept;
/// The value of `default_(…)`, as the member holds it.
void take_default(const Declaration& declaration,
                  Draft& draft,
                  MappedColumn& column,
                  std::span<const schema::ColumnOption> options);
/// When an INSERT leaves a member out of account. Keys must be known.
void settle_defaults(const Declaration& declaration,
                     Draft& draft,
                     std::span<const DefaultWords> words);

/// What rows that are there get when a column is added: what a new object holds.
void take_initial_values(const Declaration& declaration, Draft& draft);

/// Appends what concerns the table as a whole. Columns must be there.
void append_table_arguments(const Declaration& declaration, Draft& draft);
/// Columns, keys and table arguments; foreign keys to members stay open.
[[nodiscard]] std::unique_ptr<Draft> make_draft(const Declaration& declaration);
/// The draft, made if need be.
[[nodiscard]] Draft& draft_of(Declaration& declaration);
/// Gives open foreign keys the names of the tables and columns that they refer to.
void close_foreign_keys(Declaration& declaration);
/// Foreign keys by name must lead to a column that the metadata has.
void check_foreign_keys(const Declaration& declaration,
                        const MetaData& metadata,
                        Problems& problems);

/// Columns, image and relationships of each declaration that has no resolution yet.
void resolve(std::span<Declaration* const> declarations, Problems& problems);

}  // namespace azoth::mapping
