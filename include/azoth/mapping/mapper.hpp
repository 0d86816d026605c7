// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/metadata.hpp>
#include <azoth/tree/entity.hpp>
#include <azoth/types/codec.hpp>

#include <atomic>
#include <optional>
#include <span>

/// The mapping of a struct to its table as run-time data: what DDL, binding, row decoding, change
/// detection, loading and flushing read.
namespace azoth {

/// What a relationship does to the objects it leads to when something happens to its owner.
/// Combine with `|`.
enum class Cascade : std::uint8_t {
    None = 0,
    SaveUpdate = 1,      ///< adding the owner adds them
    Delete = 2,          ///< removing the owner removes them
    DeleteOrphan = 4,    ///< an object that is taken out of the relationship is removed
    Merge = 8,           ///< merging the owner merges them
    RefreshExpire = 16,  ///< refreshing or expiring the owner does the same to them
    Expunge = 32,        ///< expunging the owner expunges them
    Default = SaveUpdate | Merge,
    All = SaveUpdate | Delete | Merge | RefreshExpire | Expunge,
    AllDeleteOrphan = All | DeleteOrphan,
};

[[nodiscard]] constexpr Cascade operator|(Cascade left, Cascade right) noexcept {
    return static_cast<Cascade>(static_cast<unsigned>(left) | static_cast<unsigned>(right));
}
/// Every bit of `wanted` is in `set`.
[[nodiscard]] constexpr bool includes(Cascade set, Cascade wanted) noexcept {
    return (static_cast<unsigned>(set) & static_cast<unsigned>(wanted)) ==
           static_cast<unsigned>(wanted);
}

class DeclarativeBase;

namespace mapping {

class Mapper;

enum class LinkKind : std::uint8_t { Many, One };

/// Where the foreign key is. A One whose key is in the other table (one-to-one) is OneToMany too.
enum class Direction : std::uint8_t {
    OneToMany,   ///< in the target's table
    ManyToOne,   ///< in the owner's table
    ManyToMany,  ///< twice in a table between them
};

/// How objects of a mapped struct are made and ended, by a type-erased core.
struct LifeCycle {
    std::uint32_t size = 0;
    std::uint32_t alignment = 1;
    void (*construct)(void* memory) = nullptr;         ///< value-initialised
    void (*move)(void* memory, void* from) = nullptr;  ///< move-constructs
    void (*copy)(void* memory,
                 const void* from) = nullptr;  ///< null where the struct cannot be copied
    void (*destroy)(void* object) noexcept = nullptr;
};

/// When an INSERT does not take what a member holds.
enum class Unset : std::uint8_t {
    Never,
    WhenEmpty,  ///< a key while it is value-initialised; an optional with a default while it is
                ///< NULL
    Always,     ///< `filled`
};

/// One column and the member that holds it.
struct MappedColumn {
    std::string member{};
    std::uint32_t offset = 0;  ///< of the member in the struct
    const Codec* codec = nullptr;
    std::size_t column_index = 0;            ///< in `table().columns`
    const schema::Column* column = nullptr;  ///< the same, in the table that the metadata holds
    bool primary_key = false;
    bool generated_key = false;  ///< an integer key that the database numbers: unset while it is 0
    bool required = false;       ///< a value-initialised member is refused
    bool server_generated = false;  ///< has a server default, is computed or an identity: read back
    bool computed = false;          ///< never written
    Unset unset = Unset::Never;
    std::optional<Value> default_value{};  ///< put in by azoth where the member is unset
    std::uint32_t image_offset = 0;        ///< of the value in an image
};

/// One column that a relationship's objects come sorted by.
struct Ordering {
    std::size_t column = 0;  ///< in the target's mapped columns
    std::uint8_t flags = 0;  ///< tree::sort_flag
};

/// A `Many` or `One` member: which tables, columns and options it stands for.
struct Relationship {
    std::string member{};
    std::uint32_t offset = 0;  ///< of the member in the owner
    LinkKind kind = LinkKind::Many;
    const tree::Entity* target = nullptr;
    Cascade cascade = Cascade::Default;
    bool passive_deletes =
        false;  ///< the database's ON DELETE does the work: children that are not loaded stay so
    bool view_only = false;    ///< never written
    bool post_update = false;  ///< the key follows by an UPDATE of its own
    std::vector<Ordering> order_by{};

    const Mapper* owner = nullptr;
    const Mapper* target_mapper = nullptr;
    Direction direction = Direction::OneToMany;
    const Relationship* back =
        nullptr;  ///< the same link seen from the other side; null where there is none
    /// Columns of the owner, and of the target, as positions in their `mapped_columns()`. Position
    /// by position they are equal in rows that belong together: key and foreign key, or both equal
    /// to columns of the secondary table.
    std::vector<std::size_t> local{};
    std::vector<std::size_t> remote{};
    /// The foreign key it goes along; null for ManyToMany.
    const schema::ForeignKey* foreign_key = nullptr;
    /// ManyToMany: the table between, and its columns that refer to `local` and to `remote`.
    const schema::Table* secondary = nullptr;
    const Mapper* secondary_mapper = nullptr;  ///< null where the secondary table has no struct
    std::vector<std::string> secondary_local{};
    std::vector<std::string> secondary_remote{};
};

struct Declaration;
struct Resolution;

/// The mapping of one struct. Made by `DeclarativeBase::map`, found through the struct's slot,
/// alive until the program ends. Everything but `entity`, `type_name` and `life_cycle` resolves the
/// mappings of the whole base at its first call, and throws MappingError with table and member
/// named where one is wrong. Any thread may call anything.
class Mapper final : public tree::TableMapping {
public:
    explicit Mapper(Declaration& declaration) noexcept : declaration_(&declaration) {}
    Mapper(const Mapper&) = delete;
    Mapper& operator=(const Mapper&) = delete;
    ~Mapper() override = default;

    [[nodiscard]] const tree::Entity& entity() const noexcept;
    [[nodiscard]] std::string_view type_name() const noexcept;
    [[nodiscard]] const LifeCycle& life_cycle() const noexcept;
    [[nodiscard]] DeclarativeBase& base() const noexcept;

    [[nodiscard]] const schema::Table& table() const override;
    [[nodiscard]] const schema::Column* column_at(std::uint32_t offset) const override;
    [[nodiscard]] std::vector<tree::LinkStep> link_at(std::uint32_t offset) const override;
    [[nodiscard]] const std::vector<const schema::Column*>& columns() const override;

    /// In table order.
    [[nodiscard]] std::span<const MappedColumn> mapped_columns() const;
    /// The same, as far as reading rows needs it.
    [[nodiscard]] std::span<const MemberLoad> member_loads() const;
    /// Positions in `mapped_columns()`, in the order of the primary key.
    [[nodiscard]] std::span<const std::size_t> primary_key() const;
    [[nodiscard]] std::span<const Relationship> relationships() const;

    /// By the member's offset; null when the member is no column, or no relationship.
    [[nodiscard]] const MappedColumn* find_column(std::uint32_t offset) const;
    [[nodiscard]] const Relationship* find_relationship(std::uint32_t offset) const;
    /// By the column's name in the table; null when there is none.
    [[nodiscard]] const MappedColumn* find_column_named(std::string_view name) const;

    /// An image is raw memory of this size and alignment with a copy of each column's value at its
    /// `image_offset`, made by `codec->copy` and ended by `codec->destroy`.
    [[nodiscard]] std::uint32_t image_size() const;
    [[nodiscard]] std::uint32_t image_alignment() const;

private:
    friend class azoth::DeclarativeBase;
    friend Declaration* declaration_of(const tree::Entity& entity) noexcept;
    [[nodiscard]] const Resolution& resolved() const;

    Declaration* declaration_;
    std::atomic<const Resolution*> resolution_{nullptr};
};

/// The mapping behind a slot. Throws MappingError (`not-mapped`).
[[nodiscard]] inline const Mapper& mapper_of(const tree::Entity& entity) {
    return static_cast<const Mapper&>(entity.required());
}

/// The mapping of a struct. Throws MappingError (`not-mapped`).
template <class T>
[[nodiscard]] const Mapper& mapper_of() {
    return mapper_of(tree::entity_of<T>);
}

}  // namespace mapping
}  // namespace azoth
