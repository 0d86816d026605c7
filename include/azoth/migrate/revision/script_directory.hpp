// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/graph.hpp>
#include <azoth/migrate/revision/revision_info.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// Reads the head of a C++ revision file without compiling it: the designated initialisers of
/// `const Revision revision{{.id = "…", …}, upgrade, downgrade};`, in any order, with comments and
/// escapes. Throws MigrationError `revision-syntax` with file and line.
[[nodiscard]] RevisionInfo parse_cpp_revision(std::string_view text, std::string_view path);

/// 16 hexadecimal digits over the tokens of a revision file. Line ends, white space and comments do
/// not matter
/// (`-- azoth:` lines do), text in quotes does. Stable between runs, machines and versions of
/// azoth.
[[nodiscard]] std::string token_hash(std::string_view text, RevisionFormat format);

struct RevisionFile {
    RevisionInfo info{};
    std::string checksum{};  ///< token_hash() of the file
};

/// Whether folders inside a version location are read too.
enum class Recursion : unsigned char { None, Folders };

/// Reads the heads of all `.cpp` and `.sql` files of the folders, in the order of the folders and,
/// within one, of the file names. Hidden files are skipped; a folder that does not exist holds no
/// revisions. Throws MigrationError: `revision-syntax`, `file-unreadable`.
[[nodiscard]] std::vector<RevisionFile> read_revision_files(std::span<const std::string> folders,
                                                            Recursion recursion);

/// The graph of these files; throws as RevisionGraph does.
[[nodiscard]] RevisionGraph graph_of(std::span<const RevisionFile> files);

}  // namespace azoth::migrate
