// SPDX-License-Identifier: MIT
#include "orm/loading/object_reader.hpp"
#include "orm/session/object_stream.hpp"

#include "orm/state/access.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <unordered_map>

namespace azoth::orm {

namespace {

/// Objects of one result are neighbours; some of their relationships may be refused.
void remember_result(Store& store,
                     EntityStore& family,
                     const QueryPlan& plan,
                     const std::vector<Cell*>& cells) {
    std::vector<const LinkSlot*> refused;
    for (const tree::Node* option : plan.refusals) {
        if (option->subject == &family.mapper.entity()) {
            if (const mapping::Relationship* link =
                    family.mapper.find_relationship(option->number)) {
                refused.push_back(family.find_slot(*link));
            }
        }
    }
    if (!family.slots.empty() && (cells.size() > 1 || !refused.empty())) {
        store.add_peers(cells).refused = std::move(refused);
    }
}

/// The objects of outer joins, by their owner.
class JoinedObjects {
public:
    JoinedObjects(Store& store,
                  std::span<const JoinedLink> links,
                  std::span<const engine::ItemPlan> plans) {
        for (std::size_t i = 0; i < links.size(); ++i) {
            links_.push_back(
                {links[i].slot,
                 ObjectReader{store.family(*links[i].slot->relationship->target), plans[i]},
                 {}});
        }
    }
    void read(std::size_t owner, const RowReader& row) {
        for (Joined& joined : links_) {
            joined.found.resize(std::max(joined.found.size(), owner + 1));
            Cell* target = joined.reader.read(row);
            auto& list = joined.found[owner];
            if (target != nullptr && std::ranges::find(list, target) == list.end()) {
                list.push_back(target);
            }
        }
    }
    void set_links(std::span<Cell* const> owners) {
        for (Joined& joined : links_) {
            const mapping::Relationship& link = *joined.slot->relationship;
            for (std::size_t i = 0; i < owners.size(); ++i) {
                if (is_loaded(*owners[i], *joined.slot)) {
                    continue;
                }
                if (link.kind == mapping::LinkKind::Many) {
                    set_loaded_members(*owners[i], *joined.slot, std::move(joined.found[i]));
                } else {
                    set_loaded_target(*owners[i],
                                      *joined.slot,
                                      joined.found[i].empty() ? nullptr : joined.found[i][0]);
                }
            }
        }
    }

private:
    struct Joined {
        const LinkSlot* slot;
        ObjectReader reader;
        std::vector<std::vector<Cell*>> found;
    };
    std::vector<Joined> links_{};
};

constexpr std::size_t usual_rows = 8;

void read_plain(LoadContext context,
                EntityStore& family,
                const QueryPlan& plan,
                const engine::ResultItem& item,
                std::vector<Cell*>& cells) {
    auto lease = context.connection.run(plan.statement);
    engine::ItemPlan item_plan;
    engine::make_row_plan({&item, 1}, lease->column_count(), {&item_plan, 1});
    ObjectReader reader{family, item_plan};
    cells.reserve(usual_rows);
    while (lease.next()) {
        cells.push_back(reader.read(*lease));
    }
}

void read_joined(LoadContext context,
                 EntityStore& family,
                 const QueryPlan& plan,
                 const engine::ResultItem& item,
                 std::vector<Cell*>& cells) {
    std::vector<engine::ResultItem> items{item};
    for (const JoinedLink& link : plan.joined) {
        items.push_back({.entity = link.slot->relationship->target, .optional = true});
    }
    auto lease = context.connection.run(plan.statement);
    const auto plans = engine::make_row_plan(items, lease->column_count());
    ObjectReader reader{family, plans[0]};
    JoinedObjects joined{context.store, plan.joined, std::span{plans}.subspan(1)};
    std::unordered_map<Cell*, std::size_t> places;
    while (lease.next()) {
        Cell* cell = reader.read(*lease);
        const auto [place, is_new] = places.emplace(cell, cells.size());
        if (is_new) {
            cells.push_back(cell);
        }
        if (cell != nullptr) {
            joined.read(place->second, *lease);
        }
    }
    joined.set_links(cells);
}

}  // namespace

void follow_result(SessionCore& session,
                   EntityStore& family,
                   const QueryPlan& plan,
                   const std::vector<Cell*>& cells) {
    if (!plan.options.empty()) {
        std::vector<Cell*> present;
        std::ranges::copy_if(
            cells, std::back_inserter(present), [](const Cell* cell) { return cell != nullptr; });
        follow_options(session.context(), family, plan.options, present);
    }
    if (std::ranges::find(cells, nullptr) == cells.end()) {
        remember_result(session.store(), family, plan, cells);
    }
}

ObjectList load_objects(SessionCore& session,
                        const tree::Tree& statement,
                        const engine::ResultItem& item) {
    const SessionCore::Use use{session};
    session.autoflush(*statement.node);
    EntityStore& family = session.store().family(*item.entity);
    QueryPlan plan = plan_query(statement, &family);
    if (plan.rows_per_batch > 0 && plan.joined.empty()) {
        return ObjectList{std::make_shared<ObjectStream>(session, std::move(plan), item)};
    }
    std::vector<Cell*> cells;
    (plan.joined.empty() ? read_plain : read_joined)(session.context(), family, plan, item, cells);
    follow_result(session, family, plan, cells);
    const auto first =
        std::ranges::find_if(cells, [](const Cell* cell) { return cell != nullptr; });
    return {first == cells.end() ? RefBase{} : RefBase{*first}, std::move(cells)};
}

ObjectList::ObjectList() noexcept = default;
ObjectList::ObjectList(RefBase hold, std::vector<Cell*> cells) noexcept
    : hold_(std::move(hold)), cells_(std::move(cells)) {}
ObjectList::ObjectList(std::shared_ptr<ObjectStream> stream) noexcept
    : stream_(std::move(stream)) {}
ObjectList::ObjectList(const ObjectList&) = default;
ObjectList::ObjectList(ObjectList&&) noexcept = default;
ObjectList& ObjectList::operator=(const ObjectList&) = default;
ObjectList& ObjectList::operator=(ObjectList&&) noexcept = default;
ObjectList::~ObjectList() = default;

bool ObjectList::stream_reaches(std::size_t index) const {
    return stream_ != nullptr && stream_->reaches(index);
}

Cell* ObjectList::streamed(std::size_t index) const {
    return stream_->at(index);
}

void ObjectList::require_whole() const {
    if (stream_ != nullptr) {
        throw InvalidRequestError{"rows-streamed",
                                  "cannot count the objects of the query: yield_per reads them a "
                                  "batch at a time; iterate, or leave yield_per out"};
    }
}

struct RowLoader::State {
    State(SessionCore& core,
          const tree::Tree& statement,
          std::span<const engine::ResultItem> wanted)
        : session(core), use(core), items(wanted.begin(), wanted.end()) {
        core.autoflush(*statement.node);
        plan = plan_query(statement, nullptr);
        lease = core.connection().run(plan.statement);
        plans = engine::make_row_plan(items, lease->column_count());
        current.resize(items.size());
        found.resize(items.size());
        readers.reserve(items.size());
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].entity != nullptr) {
                readers.emplace_back(core.store().family(*items[i].entity), plans[i]);
                reader_of.push_back(readers.size() - 1);
            } else {
                reader_of.push_back(items.size());
            }
        }
    }

    SessionCore& session;
    SessionCore::Use use;
    std::vector<engine::ResultItem> items;
    QueryPlan plan{};
    engine::StatementLease lease{};
    std::vector<engine::ItemPlan> plans{};
    std::vector<ObjectReader> readers{};
    std::vector<std::size_t> reader_of{};
    std::vector<Cell*> current{};
    std::vector<std::vector<Cell*>> found{};
};

RowLoader::RowLoader(SessionCore& session,
                     const tree::Tree& statement,
                     std::span<const engine::ResultItem> items)
    : state_(std::make_unique<State>(session, statement, items)) {}

RowLoader::~RowLoader() = default;

bool RowLoader::next() {
    if (!state_->lease.next()) {
        return false;
    }
    for (std::size_t i = 0; i < state_->items.size(); ++i) {
        if (state_->items[i].entity == nullptr) {
            continue;
        }
        Cell* cell = state_->readers[state_->reader_of[i]].read(*state_->lease);
        state_->current[i] = cell;
        if (cell != nullptr) {
            state_->found[i].push_back(cell);
        }
    }
    return true;
}

Cell* RowLoader::object(std::size_t item) const noexcept {
    return state_->current[item];
}

const RowReader& RowLoader::row() const noexcept {
    return *state_->lease;
}

int RowLoader::column(std::size_t item) const noexcept {
    return state_->plans[item].first_column;
}

void RowLoader::finish() {
    state_->lease.release();
    for (std::size_t i = 0; i < state_->items.size(); ++i) {
        if (state_->items[i].entity == nullptr || state_->found[i].empty()) {
            continue;
        }
        EntityStore& family = state_->session.store().family(*state_->items[i].entity);
        follow_options(state_->session.context(), family, state_->plan.options, state_->found[i]);
        remember_result(state_->session.store(), family, state_->plan, state_->found[i]);
    }
}

}  // namespace azoth::orm
