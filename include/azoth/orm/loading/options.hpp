// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm/many.hpp>
#include <azoth/orm/one.hpp>
#include <azoth/statement/select.hpp>

namespace azoth {

namespace orm {

/// How a relationship is loaded by a query: the code of an Options node whose subject is the
/// owner's entity and whose number is the member's offset. Its children are the options of the
/// related objects.
enum class Strategy : std::uint8_t { SelectIn = 1, Joined = 2, Raise = 3 };

}  // namespace orm

/// How a query loads one relationship; `then` says the same of the objects that it brings.
struct LoaderOption : QueryOption {
    /// `selectin_load(&User::addresses).then(selectin_load(&Address::tags), …)`
    template <class... Options>
    [[nodiscard]] LoaderOption then(const Options&... options) const noexcept {
        const tree::Tree chained[] = {options.tree...};
        return extended(chained);
    }
    [[nodiscard]] LoaderOption extended(std::span<const tree::Tree> options) const noexcept;
};

namespace orm {
[[nodiscard]] LoaderOption loader_option(Strategy strategy,
                                         const tree::Entity& owner,
                                         std::size_t offset) noexcept;
}

/// One more SELECT for all objects of the result: `SELECT … FROM address WHERE address.user_id IN
/// (…)`.
template <class C, detail::LinkMember M>
[[nodiscard]] LoaderOption selectin_load(M C::* link) noexcept {
    return orm::loader_option(orm::Strategy::SelectIn, tree::entity_of<C>, offset_of(link));
}
/// Along with the result, by LEFT OUTER JOIN. A Many of a query with LIMIT, DISTINCT or GROUP BY,
/// an ordered one, and what is chained by `then`, are loaded as by `selectin_load`.
template <class C, detail::LinkMember M>
[[nodiscard]] LoaderOption joined_load(M C::* link) noexcept {
    return orm::loader_option(orm::Strategy::Joined, tree::entity_of<C>, offset_of(link));
}
/// Refuses to load it lazily for the objects of this result: InvalidRequestError
/// (`lazy-load-refused`).
template <class C, detail::LinkMember M>
[[nodiscard]] LoaderOption raise_load(M C::* link) noexcept {
    return orm::loader_option(orm::Strategy::Raise, tree::entity_of<C>, offset_of(link));
}

}  // namespace azoth
