// SPDX-License-Identifier: MIT
#include "split_models.hpp"

namespace split {

constinit azoth::DeclarativeBase Base{{.naming = azoth::NamingConvention{}}};

namespace {

const auto moons = Base.map<Moon>(
    "moon", azoth::column(&Moon::planet_id, azoth::foreign_key(&Planet::id), azoth::indexed));
const auto planets = Base.map<Planet>("planet", azoth::column(&Planet::name, azoth::unique));

}  // namespace
}  // namespace split
