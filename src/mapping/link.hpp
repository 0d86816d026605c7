// SPDX-License-Identifier: MIT
#pragma once

#include "mapping/declaration.hpp"

namespace azoth::mapping {

/// One way from the owner's table to the target's.
struct Path {
    Direction direction = Direction::OneToMany;
    const schema::ForeignKey* key = nullptr;   ///< in the owner's table (ManyToOne) or the target's
    const schema::Table* secondary = nullptr;  ///< ManyToMany
    const schema::ForeignKey* to_owner = nullptr;   ///< of the secondary table
    const schema::ForeignKey* to_target = nullptr;  ///< of the secondary table

    friend bool operator==(const Path&, const Path&) = default;
};

/// A relationship on its way from a declaration to `Relationship`.
struct Link {
    Declaration* owner = nullptr;
    const DraftLink* draft = nullptr;
    Declaration* target = nullptr;
    Link* partner = nullptr;  ///< the other side
    std::optional<Path> path{};

    // The mapping's words
    Cascade cascade = Cascade::Default;
    bool passive_deletes = false;
    bool view_only = false;
    bool post_update = false;
    std::optional<Member> back{};
    std::vector<Member> foreign_keys{};
    std::vector<Member> remote_side{};
    std::vector<Member> order_by{};
    std::vector<std::uint8_t> order_flags{};
    std::vector<std::string> secondary{};  ///< table, and perhaps its two columns
    const tree::Entity* secondary_entity = nullptr;

    [[nodiscard]] bool is_many() const noexcept { return draft->type->link == LinkKind::Many; }
    [[nodiscard]] bool names_secondary() const noexcept {
        return !secondary.empty() || secondary_entity != nullptr;
    }
    [[nodiscard]] bool says_path() const noexcept {
        return names_secondary() || !foreign_keys.empty() || !remote_side.empty();
    }
    [[nodiscard]] bool is_self_referential() const noexcept { return owner == target; }
};

[[nodiscard]] Link read_link(Declaration& owner, const DraftLink& draft);

/// `cannot resolve relationship User.addresses: ` and the rest.
[[nodiscard]] std::string cannot_resolve(const Link& link, std::string_view rest);
/// `address.user_id -> user_account.id`, `post_tag(post_id, tag_id)`.
[[nodiscard]] std::string path_text(const Link& link, const Path& path);

/// Every way from owner to target that foreign keys offer directly, and through a table between.
[[nodiscard]] std::vector<Path> direct_paths(const Link& link);
[[nodiscard]] std::vector<Path> secondary_paths(const Link& link);

/// The same way, seen from the other side.
[[nodiscard]] Path mirrored(const Path& path) noexcept;

/// Chooses the way by what the mapping says and by what is there. Leaves `path` empty where there
/// is a problem.
void choose_path(Link& link, std::span<Link> all, Problems& problems);

}  // namespace azoth::mapping
