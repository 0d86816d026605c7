// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/tree/entity.hpp>

namespace azoth::tree {

const TableMapping& Entity::required() const {
    const TableMapping* found = mapping.load(std::memory_order_acquire);
    if (found == nullptr) {
        const std::string name{type_name()};
        throw MappingError{"not-mapped",
                           "cannot use " + name +
                               " in a statement: it is mapped to no table; call Base.map<" + name +
                               ">(\"table\", …) before, and see that the unit that does is linked"};
    }
    return *found;
}

// g++:   "… entity_name() [with T = User; std::string_view = …]"      clang: "… entity_name() [T =
// User]"
std::string_view entity_name_in(std::string_view signature) noexcept {
    const auto start = signature.find("T = ");
    if (start == std::string_view::npos) {
        return signature;
    }
    signature.remove_prefix(start + 4);
    const auto end = signature.find("; std::string_view = ");
    return signature.substr(0, end == std::string_view::npos ? signature.rfind(']') : end);
}

}  // namespace azoth::tree
