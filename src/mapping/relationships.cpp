// SPDX-License-Identifier: MIT
#include "mapping/link.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::mapping {

namespace {

using text_utility::quoted;

std::optional<std::size_t> mapped_position(const Resolution& resolution, std::string_view column) {
    const auto found = std::ranges::find_if(resolution.mapped, [&](const MappedColumn& mapped) {
        return mapped.column->name == column;
    });
    if (found == resolution.mapped.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - resolution.mapped.begin());
}

/// Values follow each other by falling alignment, so that nothing is lost between them.
void lay_out_image(Resolution& resolution) {
    std::vector<MappedColumn*> order;
    for (MappedColumn& mapped : resolution.mapped) {
        order.push_back(&mapped);
    }
    std::ranges::sort(order, [](const MappedColumn* left, const MappedColumn* right) {
        return std::pair{right->codec->alignment, left->column_index} <
               std::pair{left->codec->alignment, right->column_index};
    });
    std::uint32_t size = 0;
    for (MappedColumn* mapped : order) {
        const std::uint32_t alignment = mapped->codec->alignment;
        resolution.image_alignment = std::max(resolution.image_alignment, alignment);
        mapped->image_offset = (size + alignment - 1) / alignment * alignment;
        size = mapped->image_offset + mapped->codec->size;
    }
    const std::uint32_t alignment = resolution.image_alignment;
    resolution.image_size = (size + alignment - 1) / alignment * alignment;
}

std::unique_ptr<Resolution> resolve_columns(const Declaration& declaration) {
    auto resolution = std::make_unique<Resolution>();
    resolution->table = declaration.added;
    resolution->mapped = declaration.draft->columns;
    for (MappedColumn& mapped : resolution->mapped) {
        mapped.column = &declaration.added->columns[mapped.column_index];
        resolution->columns.push_back(mapped.column);
        resolution->loads.push_back({mapped.offset, mapped.codec->load});
    }
    if (declaration.added->primary_key) {
        for (const std::string& name : declaration.added->primary_key->columns) {
            if (const auto position = mapped_position(*resolution, name)) {
                resolution->primary_key.push_back(*position);
            }
        }
    }
    lay_out_image(*resolution);
    return resolution;
}

class Relationships {
public:
    Relationships(std::span<Declaration* const> declarations, Problems& problems)
        : declarations_(declarations), problems_(problems) {}

    void run() {
        for (Declaration* declaration : declarations_) {
            read_links(*declaration);
        }
        for (Link& link : links_) {
            take_partner(link);
        }
        for (const bool says : {true, false}) {  // what is said on one side settles the other
            for (Link& link : links_) {
                if (link.says_path() == says) {
                    choose_path(link, links_, problems_);
                }
            }
        }
        if (!problems_.empty()) {
            return;
        }
        pair_up();
        build();
    }

private:
    void read_links(Declaration& declaration) {
        for (const DraftLink& draft : declaration.draft->links) {
            Link link = read_link(declaration, draft);
            const bool is_known = link.target != nullptr && link.target->base == declaration.base &&
                                  link.target->added != nullptr;
            if (is_known) {
                links_.push_back(std::move(link));
            } else {
                refuse_target(link);
            }
        }
    }

    void refuse_target(const Link& link) {
        const std::string target{link.draft->type->target->type_name()};
        const std::string why =
            link.target == nullptr
                ? target + " is mapped to no table; map it (" + missing_mapping_hint() + ")"
                : target + " is mapped in another base; map both in one";
        problems_.push_back(
            MappingError{"relationship-target-not-mapped", cannot_resolve(link, why)});
    }

    Link* find_link(const Declaration& owner, Member member) {
        const auto offset = offset_in_struct(owner, *owner.draft, member);
        const auto found = std::ranges::find_if(links_, [&](const Link& link) {
            return link.owner == &owner && offset && link.draft->offset == *offset;
        });
        return found == links_.end() ? nullptr : &*found;
    }

    void take_partner(Link& link) {
        if (!link.back) {
            return;
        }
        Link* partner = find_link(*link.target, *link.back);
        if (partner == nullptr || partner->target != link.owner || partner == &link) {
            problems_.push_back(
                MappingError{"bad-back-populates",
                             cannot_resolve(link,
                                            "back_populates(…) names no relationship of " +
                                                std::string{link.target->mapper.type_name()} +
                                                " that leads back to " +
                                                std::string{link.owner->mapper.type_name()} +
                                                "; name its Many or One member")});
            return;
        }
        const bool is_taken = (partner->partner != nullptr && partner->partner != &link) ||
                              (link.partner != nullptr && link.partner != partner);
        if (is_taken) {
            problems_.push_back(MappingError{
                "bad-back-populates",
                cannot_resolve(link,
                               "back_populates(…) names " +
                                   member_text(*partner->owner, partner->draft->member) +
                                   ", which is paired with another relationship; let both sides "
                                   "name each other")});
            return;
        }
        link.partner = partner;
        partner->partner = &link;
    }

    /// Two links that go the same way in opposite directions are one relationship.
    void pair_up() {
        for (Link& link : links_) {
            if (link.partner != nullptr) {
                check_partner(link);
            } else if (!link.view_only) {
                find_partner(link);
            }
        }
        for (auto& [link, partner] : found_) {
            link->partner = partner;
        }
    }

    void check_partner(const Link& link) {
        if (mirrored(*link.path) == *link.partner->path || &link > link.partner) {
            return;
        }
        problems_.push_back(MappingError{
            "relationship-sides-differ",
            cannot_resolve(link,
                           "it goes along " + path_text(link, *link.path) + ", its other side " +
                               member_text(*link.partner->owner, link.partner->draft->member) +
                               " along " + path_text(*link.partner, *link.partner->path) +
                               ", and they must be opposite directions of one key; say which with "
                               "foreign_keys(…) or "
                               "remote_side(…)")});
    }

    void find_partner(Link& link) {
        std::vector<Link*> candidates;
        for (Link& other : links_) {
            const bool fits = &other != &link && other.partner == nullptr && !other.view_only &&
                              other.owner == link.target && other.target == link.owner &&
                              *other.path == mirrored(*link.path);
            if (fits) {
                candidates.push_back(&other);
            }
        }
        if (candidates.size() == 1) {
            found_.emplace_back(&link, candidates.front());
        } else if (candidates.size() > 1) {
            refuse_partners(link, candidates);
        }
    }

    void refuse_partners(const Link& link, const std::vector<Link*>& candidates) {
        std::vector<std::string> names;
        for (const Link* candidate : candidates) {
            names.push_back(member_text(*candidate->owner, candidate->draft->member));
        }
        problems_.push_back(MappingError{
            "ambiguous-relationship",
            cannot_resolve(
                link,
                "several relationships could be its other side: " +
                    text_utility::join(names, ", ") +
                    "; say which with back_populates(…), and mark the others view_only")});
    }

    void build() {
        // Room first: relationships point to each other.
        for (const Link& link : links_) {
            link.owner->resolution->relationships.reserve(link.owner->draft->links.size());
        }
        std::vector<Relationship*> built;
        for (const Link& link : links_) {
            auto& all = link.owner->resolution->relationships;
            built.push_back(&all.emplace_back(relationship_of(link)));
        }
        for (std::size_t i = 0; i < links_.size(); ++i) {
            if (const Link* partner = links_[i].partner) {
                built[i]->back = built[static_cast<std::size_t>(partner - links_.data())];
            }
        }
    }

    Relationship relationship_of(const Link& link) {
        Relationship result{.member = link.draft->member,
                            .offset = link.draft->offset,
                            .kind = link.draft->type->link,
                            .target = link.draft->type->target,
                            .cascade = link.view_only ? Cascade::None : link.cascade,
                            .passive_deletes = link.passive_deletes,
                            .view_only = link.view_only,
                            .post_update = link.post_update,
                            .owner = &link.owner->mapper,
                            .target_mapper = &link.target->mapper,
                            .direction = link.path->direction};
        take_columns(link, result);
        take_order(link, result);
        check_cascade(link, result);
        return result;
    }

    void take_columns(const Link& link, Relationship& result) {
        const Path& path = *link.path;
        switch (path.direction) {
            case Direction::ManyToOne:
                result.foreign_key = path.key;
                result.local = positions(link, *link.owner, path.key->columns);
                result.remote = positions(link, *link.target, path.key->referred_columns);
                return;
            case Direction::OneToMany:
                result.foreign_key = path.key;
                result.local = positions(link, *link.owner, path.key->referred_columns);
                result.remote = positions(link, *link.target, path.key->columns);
                return;
            case Direction::ManyToMany:
                result.secondary = path.secondary;
                result.secondary_mapper = mapper_for(*path.secondary);
                result.secondary_local = path.to_owner->columns;
                result.secondary_remote = path.to_target->columns;
                result.local = positions(link, *link.owner, path.to_owner->referred_columns);
                result.remote = positions(link, *link.target, path.to_target->referred_columns);
                return;
        }
    }

    const Mapper* mapper_for(const schema::Table& table) const {
        const auto found = std::ranges::find(declarations_, &table, &Declaration::added);
        return found == declarations_.end() ? nullptr : &(*found)->mapper;
    }

    std::vector<std::size_t> positions(const Link& link,
                                       const Declaration& declaration,
                                       const std::vector<std::string>& columns) {
        std::vector<std::size_t> result;
        for (const std::string& column : columns) {
            if (const auto position = mapped_position(*declaration.resolution, column)) {
                result.push_back(*position);
                continue;
            }
            problems_.push_back(MappingError{
                "relationship-needs-member",
                cannot_resolve(link,
                               "it goes along column " + quoted(column) + " of table " +
                                   quoted(declaration.table) + ", which no member of " +
                                   std::string{declaration.mapper.type_name()} +
                                   " holds; give the struct a member for it")});
        }
        return result;
    }

    void take_order(const Link& link, Relationship& result) {
        for (std::size_t i = 0; i < link.order_by.size(); ++i) {
            const MappedColumn* column =
                find_column(*link.target, *link.target->draft, link.order_by[i]);
            if (column == nullptr) {
                problems_.push_back(
                    MappingError{"bad-order-by",
                                 cannot_resolve(link,
                                                "order_by(…) takes columns of " +
                                                    std::string{link.target->mapper.type_name()} +
                                                    ", and one of them is none; write order_by(&" +
                                                    std::string{link.target->mapper.type_name()} +
                                                    "::member)")});
                continue;
            }
            const auto position = column - link.target->draft->columns.data();
            result.order_by.push_back({static_cast<std::size_t>(position), link.order_flags[i]});
        }
    }

    void check_cascade(const Link& link, const Relationship& result) {
        if (result.direction == Direction::OneToMany ||
            !includes(link.cascade, Cascade::DeleteOrphan)) {
            return;
        }
        problems_.push_back(MappingError{
            "bad-cascade",
            cannot_resolve(
                link,
                "delete-orphan is for the side whose objects belong to one owner; put it "
                "on the side whose key the other table holds")});
    }

    std::span<Declaration* const> declarations_;
    Problems& problems_;
    std::vector<Link> links_{};
    std::vector<std::pair<Link*, Link*>> found_{};
};

}  // namespace

void resolve(std::span<Declaration* const> declarations, Problems& problems) {
    for (Declaration* declaration : declarations) {
        declaration->resolution = resolve_columns(*declaration);
    }
    Relationships{declarations, problems}.run();
}

}  // namespace azoth::mapping
