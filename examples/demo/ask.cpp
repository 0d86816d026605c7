// SPDX-License-Identifier: MIT
// ask URL: answers questions about the loaded packages with typed queries.
#include "models/models.hpp"

#include <cstdio>

namespace {

using azoth::col, azoth::func, azoth::select;

void count_everything(azoth::Connection& connection) {
    const auto installed = connection.execute(select(func::count(&Package::version))).one();
    const auto names = connection.execute(select(func::count(&Package::id))).one();
    const auto size = connection.execute(select(func::sum(&Package::installed_size))).one();
    const auto clauses = connection.execute(select(func::count(&Dependency::id))).one();
    std::printf(
        "    %lld installed packages of %lld KiB, %lld names in all, %lld dependency clauses\n",
        static_cast<long long>(installed),
        static_cast<long long>(size.value_or(0)),
        static_cast<long long>(names),
        static_cast<long long>(clauses));
}

// The largest package of each of the five largest sections.
void largest_by_section(azoth::Connection& connection) {
    const auto total = func::sum(&Package::installed_size);
    const auto biggest = func::max(&Package::installed_size);
    const auto by_section =
        select(col(&Package::section_id), total.label("total"), biggest.label("biggest"))
            .where(col(&Package::version).is_not_null())
            .group_by(&Package::section_id)
            .subquery("by_section");
    const auto query = select(col(&Section::name),
                              by_section.c<std::optional<std::int64_t>>("total"),
                              col(&Package::name),
                              col(&Package::installed_size))
                           .select_from(by_section)
                           .join<Section>(col(&Section::id) == by_section.c(&Package::section_id))
                           .join<Package>(col(&Package::section_id) == col(&Section::id) and
                                          col(&Package::installed_size) ==
                                              by_section.c<std::optional<std::int64_t>>("biggest"))
                           .order_by(by_section.c<std::optional<std::int64_t>>("total").desc(),
                                     col(&Package::name))
                           .limit(5);
    for (const auto& [section, total_size, package, package_size] : connection.execute(query)) {
        std::printf("    %-12s %9lld KiB, most of it %s (%lld KiB)\n",
                    section.c_str(),
                    static_cast<long long>(total_size.value_or(0)),
                    package.c_str(),
                    static_cast<long long>(package_size.value_or(0)));
    }
}

void direct_dependents(azoth::Session& session, const std::string& name) {
    const auto wanted = azoth::alias<Package>("wanted");
    const auto query = select(col(&Package::id).distinct())
                           .join(&Package::dependencies)
                           .join(&Dependency::alternatives, wanted)
                           .where(wanted[&Package::name] == name);
    const auto dependents = session.scalars(query).all();
    std::printf("    %zu packages depend on %s directly\n", dependents.size(), name.c_str());
}

// Who depends on it, who depends on those, and so on. What a package provides counts as the package
// itself.
void all_dependents(azoth::Connection& connection, const std::string& name) {
    const auto wanted = azoth::alias<Package>("wanted");
    const auto start = select(&Package::id).where(col(&Package::name) == name);
    const auto reached = azoth::recursive_cte("reached", start, [&](const auto& self) {
        return select(&Package::id)
            .join(&Package::dependencies)
            .join(&Dependency::alternatives, wanted)
            .join(self, self.c(&Package::id) == wanted[&Package::id]);
    });
    const auto query = select(func::count(reached.c(&Package::id))).select_from(reached);
    std::printf("    %lld packages need %s in the end\n",
                static_cast<long long>(connection.execute(query).one() - 1),
                name.c_str());
}

void lonely_maintainers(azoth::Session& session) {
    const auto query = select<const Maintainer>()
                           .where(col(&Maintainer::id)
                                      .in_(select(&Package::maintainer_id)
                                               .where(col(&Package::maintainer_id).is_not_null())
                                               .group_by(&Package::maintainer_id)
                                               .having(func::count(&Package::id) == 1)))
                           .order_by(&Maintainer::name)
                           .options(azoth::selectin_load(&Maintainer::packages));
    const auto maintainers = session.scalars(query).all();
    std::printf("    %zu maintainers have only one package, among them:\n", maintainers.size());
    for (std::size_t i = 0; i < maintainers.size() && i < 3; ++i) {
        for (azoth::Ref<const Package> package : maintainers[i]->packages) {
            std::printf("        %s: %s\n", maintainers[i]->name.c_str(), package->name.c_str());
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s URL\n", argv[0]);
        return 2;
    }
    try {
        const azoth::Engine engine = azoth::create_engine(argv[1]);
        {
            auto connection = engine.connect();
            count_everything(connection);
            largest_by_section(connection);
            all_dependents(connection, "libc6");
        }
        azoth::SessionMaker make_session{engine};
        auto session = make_session();
        direct_dependents(session, "libc6");
        lonely_maintainers(session);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "ask: %s\n", error.what());
        return 1;
    }
}
