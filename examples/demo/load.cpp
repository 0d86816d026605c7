// SPDX-License-Identifier: MIT
// load URL STATUS_FILE: puts every installed package into the database, through one session.
#include "dpkg_status.hpp"
#include "models/models.hpp"

#include <cstdio>
#include <map>

namespace {

/// The objects made so far, by what makes them unique.
class Loader {
public:
    explicit Loader(azoth::Session& session) : session_(session) {}

    azoth::Ref<Package> add_package(const demo::InstalledPackage& input) {
        auto package = session_.add(Package{.name = input.name,
                                            .architecture = input.architecture,
                                            .version = input.version,
                                            .installed_size = input.installed_size,
                                            .summary = input.summary});
        package->section = section(input.section);
        package->maintainer = maintainer(input.maintainer_name, input.maintainer_email);
        names_.emplace(input.name, package);
        return package;
    }

    void add_relations(const demo::InstalledPackage& input, azoth::Ref<Package> package) {
        std::int32_t position = 0;
        for (const demo::Clause& clause : input.clauses) {
            auto dependency = session_.add(
                Dependency{.kind = clause.kind, .position = ++position, .text = clause.text});
            dependency->package = package;
            for (const std::string& name : clause.alternatives) {
                dependency->alternatives.add(named(name));
            }
        }
        for (const std::string& name : input.provides) {
            package->provides.add(named(name));
        }
    }

private:
    azoth::Ref<Section> section(const std::string& name) {
        auto found = sections_.find(name);
        if (found == sections_.end()) {
            found = sections_.emplace(name, session_.add(Section{.name = name})).first;
        }
        return found->second;
    }

    azoth::Ref<Maintainer> maintainer(const std::string& name, const std::string& email) {
        auto found = maintainers_.find({name, email});
        if (found == maintainers_.end()) {
            found = maintainers_
                        .emplace(std::pair{name, email},
                                 session_.add(Maintainer{.name = name, .email = email}))
                        .first;
        }
        return found->second;
    }

    // A name that no installed package has is a virtual package, or one that is not installed.
    azoth::Ref<Package> named(const std::string& name) {
        auto found = names_.find(name);
        if (found == names_.end()) {
            found = names_.emplace(name, session_.add(Package{.name = name, .architecture = "-"}))
                        .first;
        }
        return found->second;
    }

    azoth::Session& session_;
    std::map<std::string, azoth::Ref<Section>> sections_{};
    std::map<std::pair<std::string, std::string>, azoth::Ref<Maintainer>> maintainers_{};
    std::map<std::string, azoth::Ref<Package>> names_{};
};

void show_progress(const char* what, std::size_t done, std::size_t all) {
    constexpr std::size_t step = 200;
    if (done % step == 0 || done == all) {
        std::printf("    %s: %zu of %zu\n", what, done, all);
    }
}

void load(azoth::Session& session, const std::vector<demo::InstalledPackage>& input) {
    Loader loader{session};
    std::vector<azoth::Ref<Package>> loaded;
    for (const demo::InstalledPackage& package : input) {
        loaded.push_back(loader.add_package(package));
        show_progress("packages", loaded.size(), input.size());
    }
    session.flush();
    for (std::size_t i = 0; i < input.size(); ++i) {
        loader.add_relations(input[i], loaded[i]);
        show_progress("packages with their dependencies", i + 1, input.size());
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s URL STATUS_FILE\n", argv[0]);
        return 2;
    }
    try {
        const auto input = demo::read_status(argv[2]);
        const azoth::Engine engine = azoth::create_engine(argv[1]);
        azoth::SessionMaker make_session{engine};
        make_session.begin([&](azoth::Session& session) { load(session, input); });
        const auto statistics = engine.statistics();
        std::printf("    committed: %llu statements\n",
                    static_cast<unsigned long long>(statistics.statements));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "load: %s\n", error.what());
        return 1;
    }
}
