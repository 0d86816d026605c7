// SPDX-License-Identifier: MIT
#include <azoth/schema/metadata.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace azoth::schema {

namespace {

constexpr std::size_t none = SIZE_MAX;

/// Tables by name, what each refers to, and the groups of tables that refer to each other in a
/// circle (Tarjan's strongly connected components, without recursion: schemas may be long chains).
class Graph {
public:
    explicit Graph(std::vector<const Table*> tables)
        : tables_(std::move(tables)), referred_(tables_.size()) {
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            position_.emplace(std::pair{tables_[i]->schema, tables_[i]->name}, i);
        }
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            for (const auto& key : tables_[i]->foreign_keys) {
                if (const auto target = find(key); target != none && target != i) {
                    referred_[i].push_back(target);
                }
            }
            std::ranges::sort(referred_[i]);
        }
        find_groups();
    }

    [[nodiscard]] std::size_t find(const ForeignKey& key) const {
        const auto found = position_.find({key.referred_schema, key.referred_table});
        return found == position_.end() ? none : found->second;
    }

    /// Groups whose referred groups are all out come next, the one with the first name first.
    [[nodiscard]] std::vector<std::size_t> order() const {
        std::vector<std::set<std::size_t>> waits_for(groups_.size());
        std::vector<std::set<std::size_t>> awaited_by(groups_.size());
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            for (const auto target : referred_[i]) {
                if (group_[i] != group_[target]) {
                    waits_for[group_[i]].insert(group_[target]);
                    awaited_by[group_[target]].insert(group_[i]);
                }
            }
        }
        std::set<std::pair<std::size_t, std::size_t>> ready;  // first table of the group, group
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            if (waits_for[g].empty()) {
                ready.emplace(groups_[g].front(), g);
            }
        }
        std::vector<std::size_t> result;
        while (!ready.empty()) {
            const auto group = ready.begin()->second;
            ready.erase(ready.begin());
            result.insert(result.end(), groups_[group].begin(), groups_[group].end());
            for (const auto next : awaited_by[group]) {
                waits_for[next].erase(group);
                if (waits_for[next].empty()) {
                    ready.emplace(groups_[next].front(), next);
                }
            }
        }
        return result;
    }

private:
    struct Frame {
        std::size_t table;
        std::size_t next = 0;
    };

    void find_groups() {
        group_.assign(tables_.size(), none);
        visited_.assign(tables_.size(), none);
        lowest_.assign(tables_.size(), none);
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            if (visited_[i] == none) {
                visit(i);
            }
        }
    }

    void enter(std::size_t table, std::vector<Frame>& frames) {
        visited_[table] = lowest_[table] = counter_++;
        open_.push_back(table);
        frames.push_back({table});
    }

    void visit(std::size_t start) {
        std::vector<Frame> frames;
        enter(start, frames);
        while (!frames.empty()) {
            auto& frame = frames.back();
            const auto table = frame.table;
            if (frame.next < referred_[table].size()) {
                const auto target = referred_[table][frame.next++];
                if (visited_[target] == none) {
                    enter(target, frames);
                } else if (group_[target] == none) {
                    lowest_[table] = std::min(lowest_[table], visited_[target]);
                }
                continue;
            }
            frames.pop_back();
            if (!frames.empty()) {
                const auto parent = frames.back().table;
                lowest_[parent] = std::min(lowest_[parent], lowest_[table]);
            }
            close_group(table);
        }
    }

    void close_group(std::size_t table) {
        if (lowest_[table] != visited_[table]) {
            return;
        }
        auto& members = groups_.emplace_back();
        std::size_t member = none;
        do {
            member = open_.back();
            open_.pop_back();
            group_[member] = groups_.size() - 1;
            members.push_back(member);
        } while (member != table);
        std::ranges::sort(members);
    }

    std::vector<const Table*> tables_;
    std::map<std::pair<std::string, std::string>, std::size_t> position_{};
    std::vector<std::vector<std::size_t>> referred_;
    std::vector<std::vector<std::size_t>> groups_{};
    std::vector<std::size_t> group_{};
    std::vector<std::size_t> visited_{};
    std::vector<std::size_t> lowest_{};
    std::vector<std::size_t> open_{};
    std::size_t counter_ = 0;
};

}  // namespace

DependencyOrder sort_by_dependency(std::span<const Table* const> tables) {
    std::vector<const Table*> by_name{tables.begin(), tables.end()};
    std::ranges::sort(
        by_name, {}, [](const Table* table) { return std::pair{table->schema, table->name}; });
    const Graph graph{by_name};
    const auto order = graph.order();
    std::vector<std::size_t> rank(order.size());
    DependencyOrder result;
    for (std::size_t i = 0; i < order.size(); ++i) {
        rank[order[i]] = i;
        result.tables.push_back(by_name[order[i]]);
    }
    for (const auto* table : result.tables) {
        const auto position =
            static_cast<std::size_t>(std::ranges::find(by_name, table) - by_name.begin());
        for (const auto& key : table->foreign_keys) {
            const auto target = graph.find(key);
            if (target != none && rank[target] > rank[position]) {
                result.cyclic.emplace_back(table, &key);
            }
        }
    }
    return result;
}

}  // namespace azoth::schema
