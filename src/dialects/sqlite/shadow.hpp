// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>

#include <memory>

namespace azoth::dialects::sqlite {

/// A database in memory with the schema of a live one and no rows, on which steps can be tried
/// before they are sent.
class Shadow {
public:
    /// Objects that cannot be made here (a function or module that is not loaded) are left out.
    Shadow(const Query& live, std::string_view schema);

    void run(std::span<const std::string> statements);
    /// Valid as long as this.
    [[nodiscard]] Query query() const;

private:
    std::unique_ptr<drivers::Connection> connection_;
};

}  // namespace azoth::dialects::sqlite
