// SPDX-License-Identifier: MIT
#include <azoth/dialects/catalog.hpp>

namespace azoth::dialects {

std::vector<schema::UnmodelledPart> Catalog::unmodelled(const Query&, const CatalogRequest&) const {
    return {};
}

}  // namespace azoth::dialects
