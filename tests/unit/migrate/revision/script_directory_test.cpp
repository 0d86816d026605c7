// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/script_directory.hpp>

#include "../temporary_folder.hpp"
#include "graph_builder.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::test;

namespace {

constexpr std::string_view first = "const Revision r{{.id = \"aaaa1\"}, up, down};";
constexpr std::string_view second = "-- azoth: revision bbbb2\n-- azoth: down aaaa1\n";

Strings ids(const std::vector<RevisionFile>& files) {
    Strings result;
    for (const auto& file : files) {
        result.push_back(file.info.id);
    }
    return result;
}

}  // namespace

TEST_CASE("C++ and SQL files of a folder make one history, in the order of their names") {
    const TemporaryFolder folder;
    folder.write("2_second.sql", second);
    folder.write("1_first.cpp", first);
    folder.write("README.md", "no revision");
    folder.write(".hidden.cpp", "no revision");
    const Strings folders = {folder.path()};

    const auto files = read_revision_files(folders, Recursion::None);
    const auto graph = graph_of(files);

    CHECK(ids(files) == Strings{"aaaa1", "bbbb2"});
    CHECK(files[0].info.path == folder.path("1_first.cpp"));
    CHECK(files[0].checksum == token_hash(first, RevisionFormat::Cpp));
    CHECK(files[1].info.format == RevisionFormat::Sql);
    CHECK(graph.ids(graph.heads()) == Strings{"bbbb2"});
}

TEST_CASE("folders inside a folder are read when asked for, and no file twice") {
    const TemporaryFolder folder;
    folder.write("1_first.cpp", first);
    folder.write("2026/2_second.sql", second);
    const Strings folders = {folder.path(), folder.path("2026")};
    const Strings outer = {folder.path()};

    CHECK(ids(read_revision_files(outer, Recursion::None)) == Strings{"aaaa1"});
    CHECK(ids(read_revision_files(folders, Recursion::Folders)) == Strings{"aaaa1", "bbbb2"});
}

TEST_CASE("a folder that does not exist holds no revisions") {
    const Strings folders = {"/nonexistent/versions"};

    CHECK(read_revision_files(folders, Recursion::None).empty());
}

TEST_CASE("a file that cannot be read is named with the reason") {
    const TemporaryFolder folder;
    const auto path = folder.write("1_first.cpp", first);
    std::filesystem::remove(path);
    std::filesystem::create_symlink("/proc/self/mem", path);
    const Strings folders = {folder.path()};

    CHECK_THROWS_WITH_AS(static_cast<void>(read_revision_files(folders, Recursion::None)),
                         doctest::Contains(("cannot read \"" + path + "\": ").c_str()),
                         MigrationError);
}
