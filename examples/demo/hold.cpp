// SPDX-License-Identifier: MIT
// hold URL: works with the changed models: the renamed column still holds its values, the new table
// takes rows.
#include "models_changed/models.hpp"

#include <cstdio>

namespace {

using azoth::col, azoth::func, azoth::select;

void hold_the_largest(azoth::Session& session) {
    auto largest = session
                       .scalars(select<Package>()
                                    .where(col(&Package::size_kib).is_not_null())
                                    .order_by(col(&Package::size_kib).desc(), col(&Package::id))
                                    .limit(1))
                       .one();
    auto hold = session.add(Hold{.reason = "the largest one"});
    hold->package = largest;
    session.flush();
    std::printf("    held: %s with %lld KiB\n",
                largest->name.c_str(),
                static_cast<long long>(largest->size_kib.value_or(0)));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s URL\n", argv[0]);
        return 2;
    }
    try {
        const azoth::Engine engine = azoth::create_engine(argv[1]);
        azoth::SessionMaker make_session{engine};
        make_session.begin(hold_the_largest);
        const auto size = engine.connect().execute(select(func::sum(&Package::size_kib))).one();
        std::printf("    the sizes are kept: %lld KiB in all\n",
                    static_cast<long long>(size.value_or(0)));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "hold: %s\n", error.what());
        return 1;
    }
}
