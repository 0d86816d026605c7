// SPDX-License-Identifier: MIT
// The models of the second version: a column renamed, a table and an index more.
#pragma once

#include <azoth/orm.hpp>

inline azoth::DeclarativeBase Base;

struct Dependency;
struct Package;

struct Section {
    std::int64_t id = 0;
    std::string name{};
    azoth::Many<Package> packages{};
};

struct Maintainer {
    std::int64_t id = 0;
    std::string name{};
    std::string email{};
    azoth::Many<Package> packages{};
};

/// An installed package, or a name that packages only depend on or provide (then without version).
struct Package {
    std::int64_t id = 0;
    std::string name{};
    std::string architecture{};
    std::optional<std::string> version{};
    std::optional<std::int64_t> size_kib{};  // was installed_size
    std::optional<std::string> summary{};
    std::optional<std::int64_t> section_id{};
    std::optional<std::int64_t> maintainer_id{};
    azoth::One<Section> section{};
    azoth::One<Maintainer> maintainer{};
    azoth::Many<Dependency> dependencies{};
    azoth::Many<Dependency> wanted_by{};
    azoth::Many<Package> provides{};
    azoth::Many<Package> provided_by{};
};

/// One clause of a Depends line: any of its alternatives will do.
struct Dependency {
    std::int64_t id = 0;
    std::int64_t package_id = 0;
    std::string kind{};  // Depends or Pre-Depends
    std::int32_t position = 0;
    std::string text{};
    azoth::One<Package> package{};
    azoth::Many<Package> alternatives{};
};

/// Why somebody wants a package to stay.
struct Hold {
    std::int64_t id = 0;
    std::int64_t package_id = 0;
    std::string reason{};
    std::optional<std::string> until{};
    azoth::One<Package> package{};
};

inline const auto sections =
    Base.map<Section>("section", azoth::column(&Section::name, azoth::String(40), azoth::unique));

inline const auto maintainers = Base.map<Maintainer>(
    "maintainer",
    azoth::column(&Maintainer::email, azoth::indexed),
    azoth::unique_constraint("uq_maintainer", {&Maintainer::name, &Maintainer::email}));

inline const auto packages = Base.map<Package>(
    "package",
    azoth::column(&Package::size_kib, azoth::renamed_from("installed_size")),
    azoth::column(&Package::architecture, azoth::indexed),
    azoth::column(&Package::section_id, azoth::foreign_key(&Section::id), azoth::indexed),
    azoth::column(&Package::maintainer_id,
                  azoth::foreign_key(&Maintainer::id, azoth::OnDelete::SetNull),
                  azoth::indexed),
    azoth::unique_constraint("uq_package_name_architecture",
                             {&Package::name, &Package::architecture}),
    azoth::check("size_kib >= 0"),
    azoth::relationship(&Package::dependencies,
                        azoth::back_populates(&Dependency::package),
                        azoth::Cascade::AllDeleteOrphan),
    azoth::relationship(&Package::wanted_by, azoth::secondary("dependency_alternative")),
    azoth::relationship(&Package::provides,
                        azoth::secondary("package_provides", "package_id", "provided_id"),
                        azoth::back_populates(&Package::provided_by)),
    azoth::relationship(&Package::provided_by,
                        azoth::secondary("package_provides", "provided_id", "package_id")));

inline const auto dependencies =
    Base.map<Dependency>("dependency",
                         azoth::column(&Dependency::package_id,
                                       azoth::foreign_key(&Package::id, azoth::OnDelete::Cascade),
                                       azoth::indexed),
                         azoth::column(&Dependency::kind, azoth::String(12)),
                         azoth::relationship(&Dependency::alternatives,
                                             azoth::secondary("dependency_alternative"),
                                             azoth::back_populates(&Package::wanted_by)));

inline const auto holds =
    Base.map<Hold>("hold",
                   azoth::column(&Hold::package_id,
                                 azoth::foreign_key(&Package::id, azoth::OnDelete::Cascade),
                                 azoth::indexed),
                   azoth::check("length(reason) > 0"));

inline const azoth::Table dependency_alternative{
    "dependency_alternative",
    Base.metadata,
    azoth::column("dependency_id",
                  azoth::BigInteger(),
                  azoth::primary_key,
                  azoth::foreign_key("dependency.id", azoth::OnDelete::Cascade)),
    azoth::column("package_id",
                  azoth::BigInteger(),
                  azoth::primary_key,
                  azoth::foreign_key("package.id", azoth::OnDelete::Cascade),
                  azoth::indexed)};

inline const azoth::Table package_provides{
    "package_provides",
    Base.metadata,
    azoth::column("package_id",
                  azoth::BigInteger(),
                  azoth::primary_key,
                  azoth::foreign_key("package.id", azoth::OnDelete::Cascade)),
    azoth::column("provided_id",
                  azoth::BigInteger(),
                  azoth::primary_key,
                  azoth::foreign_key("package.id", azoth::OnDelete::Cascade))};
