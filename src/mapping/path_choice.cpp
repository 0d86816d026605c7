// SPDX-License-Identifier: MIT
#include "mapping/link.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <set>

namespace azoth::mapping {

namespace {

using Names = std::set<std::string>;
using text_utility::quoted;

Names names_of(const std::vector<std::string>& names) {
    return {names.begin(), names.end()};
}

/// The columns that members of one declaration stand for; nothing where one belongs elsewhere.
std::optional<Names> column_names(const Declaration& declaration,
                                  const std::vector<Member>& members) {
    Names names;
    for (const Member member : members) {
        const auto* column = find_column(declaration, *declaration.draft, member);
        if (column == nullptr) {
            return std::nullopt;
        }
        names.insert(declaration.added->columns[column->column_index].name);
    }
    return names;
}

class PathChoice {
public:
    PathChoice(Link& link, std::span<Link> all, Problems& problems)
        : link_(link), all_(all), problems_(problems) {}

    void run() {
        if (link_.is_many() && is_many_to_many()) {
            choose_secondary();
        } else {
            choose_direct();
        }
    }

private:
    bool is_many_to_many() {
        const Link* partner = link_.partner;
        if (link_.names_secondary() || (partner != nullptr && partner->names_secondary())) {
            return true;
        }
        if (partner != nullptr) {
            return partner->is_many();
        }
        if (!link_.foreign_keys.empty()) {
            return false;
        }
        if (direct_paths(link_).empty()) {
            return true;
        }
        return has_free(LinkKind::Many) && !has_free(LinkKind::One) &&
               !secondary_paths(link_).empty();
    }

    /// Whether the target has a link back that is not spoken for.
    bool has_free(LinkKind kind) const {
        return std::ranges::any_of(all_, [&](const Link& other) {
            return &other != &link_ && other.owner == link_.target && other.target == link_.owner &&
                   other.partner == nullptr && other.draft->type->link == kind;
        });
    }

    void choose_secondary() {
        std::vector<Path> paths = secondary_paths(link_);
        const bool is_own = link_.names_secondary();
        const Link* namer = is_own ? &link_ : link_.partner;
        if (namer != nullptr && namer->names_secondary() && !keep_named(paths, *namer, is_own)) {
            return;
        }
        if (paths.empty()) {
            return refuse_missing();
        }
        take_only(paths,
                  link_.is_self_referential() ? "say which of its columns refers to the owner: "
                                                "secondary(\"table\", \"local_column\", "
                                                "\"remote_column\")"
                                              : "say which table with secondary(\"…\"), or name "
                                                "the other side with back_populates(…)");
    }

    bool keep_named(std::vector<Path>& paths, const Link& namer, bool is_own) {
        std::string table = namer.secondary.empty() ? std::string{} : namer.secondary.front();
        if (namer.secondary_entity != nullptr) {
            const Declaration* between = declaration_of(*namer.secondary_entity);
            if (between == nullptr || between->added == nullptr) {
                refuse_secondary(std::string{namer.secondary_entity->type_name()},
                                 "is not mapped in this base");
                return false;
            }
            table = between->added->full_name();
        }
        if (link_.owner->base->metadata.find(table) == nullptr) {
            refuse_secondary(table, "is no table of this base");
            return false;
        }
        std::erase_if(paths,
                      [&](const Path& path) { return path.secondary->full_name() != table; });
        if (paths.empty()) {
            refuse_secondary(table, "has no foreign keys to both tables");
            return false;
        }
        if (namer.secondary.size() == 3) {
            const auto& local = namer.secondary[is_own ? 1 : 2];
            const auto& remote = namer.secondary[is_own ? 2 : 1];
            std::erase_if(paths, [&](const Path& path) {
                return path.to_owner->columns != std::vector{local} ||
                       path.to_target->columns != std::vector{remote};
            });
        }
        return true;
    }

    void refuse_secondary(const std::string& table, std::string_view why) {
        problems_.push_back(MappingError{
            "bad-secondary",
            cannot_resolve(link_,
                           "the secondary table " + quoted(table) + " " + std::string{why} +
                               "; it must be mapped, or a Table in the same metadata, with foreign "
                               "keys to both "
                               "sides (" +
                               missing_mapping_hint() + ")")});
    }

    void choose_direct() {
        std::vector<Path> paths = direct_paths(link_);
        if (!link_.foreign_keys.empty()) {
            keep_keys(paths, link_, link_.foreign_keys);
        } else if (link_.partner != nullptr && !link_.partner->foreign_keys.empty()) {
            keep_keys(paths, link_, link_.partner->foreign_keys);
        }
        if (link_.is_self_referential()) {
            keep_side(paths);
        } else if (!link_.is_many()) {
            prefer_own_key(paths);
        }
        if (paths.empty()) {
            return refuse_missing();
        }
        take_only(paths,
                  "say which with foreign_keys(…), or name the other side with back_populates(…)");
    }

    /// The paths whose key consists of these members, of the owner or of the target.
    static void keep_keys(std::vector<Path>& paths,
                          const Link& link,
                          const std::vector<Member>& members) {
        const auto own = column_names(*link.owner, members);
        const auto other = column_names(*link.target, members);
        std::erase_if(paths, [&](const Path& path) {
            const auto& wanted = path.direction == Direction::ManyToOne ? own : other;
            return !wanted || *wanted != names_of(path.key->columns);
        });
    }

    /// A table's key to itself leads both ways. A Many leads to the rows that hold the key; a One
    /// to the row that the key names, unless `remote_side`, here or on the other side, says
    /// otherwise.
    void keep_side(std::vector<Path>& paths) const {
        const bool says = !link_.remote_side.empty();
        const Link* partner = link_.partner;
        const bool partner_says = partner != nullptr && !partner->remote_side.empty();
        const auto wanted = says           ? column_names(*link_.owner, link_.remote_side)
                            : partner_says ? column_names(*link_.owner, partner->remote_side)
                                           : std::nullopt;
        std::erase_if(paths, [&](const Path& path) {
            const bool leads_to_holder = path.direction == Direction::OneToMany;
            if (!wanted) {
                return leads_to_holder != link_.is_many();
            }
            const bool names_remote = says == leads_to_holder;
            return *wanted !=
                   names_of(names_remote ? path.key->columns : path.key->referred_columns);
        });
    }

    /// Where each table refers to the other once, a One goes along the key beside it.
    static void prefer_own_key(std::vector<Path>& paths) {
        const auto own = std::ranges::count(paths, Direction::ManyToOne, &Path::direction);
        if (own == 1) {
            std::erase_if(paths,
                          [](const Path& path) { return path.direction != Direction::ManyToOne; });
        }
    }

    /// The path of the only relationship that leads back and has said its own.
    std::optional<Path> settled_by_other_side(const std::vector<Path>& paths) const {
        std::vector<Path> settled;
        for (const Link& other : all_) {
            const bool leads_back = &other != &link_ && other.owner == link_.target &&
                                    other.target == link_.owner && other.path &&
                                    other.says_path() &&
                                    (other.partner == nullptr || other.partner == &link_);
            if (leads_back && std::ranges::find(paths, mirrored(*other.path)) != paths.end()) {
                settled.push_back(mirrored(*other.path));
            }
        }
        return settled.size() == 1 ? std::optional{settled.front()} : std::nullopt;
    }

    void take_only(const std::vector<Path>& paths, std::string_view way_out) {
        link_.path = paths.size() == 1 ? paths.front() : settled_by_other_side(paths);
        if (link_.path) {
            return;
        }
        std::vector<std::string> candidates;
        for (const Path& path : paths) {
            candidates.push_back(path_text(link_, path));
        }
        problems_.push_back(MappingError{
            "ambiguous-relationship",
            cannot_resolve(link_,
                           "several ways lead to " + std::string{link_.target->mapper.type_name()} +
                               ": " + text_utility::join(candidates, "; ") + "; " +
                               std::string{way_out})});
    }

    bool is_many_on_both_sides() const {
        return std::ranges::any_of(all_, [&](const Link& other) {
            return &other != &link_ && other.owner == link_.target && other.target == link_.owner &&
                   other.is_many();
        });
    }

    void refuse_missing() {
        const std::string owner = quoted(link_.owner->added->full_name());
        const std::string target = quoted(link_.target->added->full_name());
        const bool has_words = !link_.foreign_keys.empty() || !link_.remote_side.empty();
        if (!has_words && link_.is_many() && is_many_on_both_sides()) {
            problems_.push_back(MappingError{
                "no-foreign-key",
                cannot_resolve(link_,
                               "no table has foreign keys to both " + owner + " and " + target +
                                   "; map the table between the two, or define it as a Table in "
                                   "the same metadata")});
            return;
        }
        problems_.push_back(MappingError{
            "no-foreign-key",
            cannot_resolve(
                link_,
                (has_words ? "no foreign key between " + owner + " and " + target +
                                 " fits what foreign_keys(…) and remote_side(…) say"
                           : "no foreign key joins " + owner + " and " + target) +
                    "; give a column of " + (link_.is_many() ? target : owner) +
                    " the option foreign_key(&" +
                    std::string{
                        (link_.is_many() ? link_.owner : link_.target)->mapper.type_name()} +
                    "::…)")});
    }

    Link& link_;
    std::span<Link> all_;
    Problems& problems_;
};

}  // namespace

void choose_path(Link& link, std::span<Link> all, Problems& problems) {
    PathChoice{link, all, problems}.run();
}

}  // namespace azoth::mapping
