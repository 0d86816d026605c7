// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/path.hpp>

#include "graph_builder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

using namespace azoth::migrate;
using namespace azoth::migrate::test;

namespace {

class Dice {
public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    [[nodiscard]] std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(engine_);
    }
    [[nodiscard]] bool one_in(std::size_t n) { return below(n) == 0; }
    template <class Items>
    void shuffle(Items& items) {
        std::shuffle(items.begin(), items.end(), engine_);
    }

private:
    std::mt19937 engine_;
};

Strings some_of(Dice& dice, std::vector<RevisionInfo>& earlier, std::size_t wanted) {
    std::set<std::string> chosen;
    for (std::size_t i = 0; i < wanted && !earlier.empty(); ++i) {
        chosen.insert(earlier[dice.below(earlier.size())].id);
    }
    return {chosen.begin(), chosen.end()};
}

RevisionGraph random_graph(Dice& dice) {
    std::vector<RevisionInfo> revisions;
    const auto size = 1 + dice.below(25);
    for (std::size_t i = 0; i < size; ++i) {
        const auto down = some_of(dice, revisions, dice.one_in(8) ? 0 : dice.one_in(5) ? 2 : 1);
        auto depends_on = some_of(dice, revisions, dice.one_in(6) ? 1 : 0);
        std::erase_if(depends_on,
                      [&](const auto& id) { return std::ranges::find(down, id) != down.end(); });
        revisions.push_back(revision("rev" + std::to_string(1000 + i), down, depends_on));
    }
    dice.shuffle(revisions);
    return RevisionGraph{revisions};
}

/// Every revision once, and never before what it stands on.
void check_order(const RevisionGraph& graph, const std::vector<MigrationStep>& upward) {
    std::set<RevisionIndex> applied;
    for (const auto& step : upward) {
        for (const auto below : graph.all_down(step.revision)) {
            CHECK(applied.contains(below));
        }
        CHECK(applied.insert(step.revision).second);
    }
}

/// The rows after each step are the tips of what is applied.
void check_rows(const RevisionGraph& graph,
                const std::vector<MigrationStep>& steps,
                RevisionSet applied) {
    for (const auto& step : steps) {
        if (step.direction == Direction::Upgrade) {
            applied.insert(step.revision);
        } else {
            applied.erase(step.revision);
        }
        auto tips = graph.ids(graph.tips(applied, Follow::DownAndDependsOn));
        std::ranges::sort(tips);
        CHECK(step.rows_after == tips);
    }
}

}  // namespace

TEST_CASE("any history is climbed to its heads and descended to the base, each revision once") {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        INFO("seed " << seed);
        Dice dice{seed};
        const auto graph = random_graph(dice);

        const auto upward = upgrade_path(graph, {}, "heads");
        REQUIRE(upward.size() == graph.size());
        const auto rows = upward.back().rows_after;
        auto downward = downgrade_path(graph, rows, "base");

        check_order(graph, upward);
        check_rows(graph, upward, RevisionSet{graph.size()});
        RevisionSet all{graph.size()};
        for (const auto& step : upward) {
            all.insert(step.revision);
        }
        check_rows(graph, downward, all);
        CHECK(downward.back().rows_after.empty());
        std::ranges::reverse(downward);
        check_order(graph, downward);
        CHECK(downward.size() == graph.size());
        CHECK(upgrade_path(graph, rows, "heads").empty());
    }
}

TEST_CASE("stopping anywhere and going on ends where one run ends") {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        INFO("seed " << seed);
        Dice dice{seed};
        const auto graph = random_graph(dice);
        const auto whole = upgrade_path(graph, {}, "heads");
        const auto& stop = whole[dice.below(whole.size())];

        const auto rest = upgrade_path(graph, stop.rows_after, "heads");

        CHECK((rest.empty() ? stop.rows_after : rest.back().rows_after) == whole.back().rows_after);
    }
}
