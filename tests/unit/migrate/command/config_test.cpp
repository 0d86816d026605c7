// SPDX-License-Identifier: MIT
#include "migrate/command/config.hpp"

#include "../temporary_folder.hpp"

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <cstdlib>

using namespace azoth;
using namespace azoth::migrate;
using azoth::migrate::test::TemporaryFolder;
using Strings = std::vector<std::string>;

namespace {

template <class Function>
std::string failure(Function function) {
    try {
        static_cast<void>(function());
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

std::string failure_of(std::string_view text, std::string_view environment = {}) {
    return failure([&] { return parse_config(text, "/shop/azoth.toml", environment); });
}

constexpr std::string_view whole_file = R"toml(
url = "postgresql://shop@${AZOTH_TEST_HOST:-localhost}/shop"
script_location = "db"
version_locations = ["db/versions", "/opt/more"]
models = "src/models.hpp"
file_template = "{year}/{id}_{slug}"
timezone = "UTC"
format = "sql"
truncate_slug_length = 20

[build]
include = ["include"]
libraries = ["shop_models"]
flags = ["-DSHOP"]
compile_commands = "build/compile_commands.json"
program = "build/shop-migrate"
command = "ninja -C build shop-migrate"
compiler = "g++-12"
cmake_args = ["-DX=1"]

[hooks]
after_write = ["clang-format -i {file}"]

[scratch]
url = "sqlite://"

[safety]
production = true
lock_timeout = 30

[env.test]
url = "sqlite:///test.db"
safety.production = false
)toml";

}  // namespace

TEST_CASE("every key of azoth.toml is read, paths start at its folder") {
    const auto config = parse_config(whole_file, "/shop/azoth.toml");

    CHECK(config.path == "/shop/azoth.toml");
    CHECK(config.url == "postgresql://shop@${AZOTH_TEST_HOST:-localhost}/shop");
    CHECK(config.database_url() == "postgresql://shop@localhost/shop");
    CHECK(config.script_location == "/shop/db");
    CHECK(config.version_locations == Strings{"/shop/db/versions", "/opt/more"});
    CHECK(config.models == Strings{"/shop/src/models.hpp"});
    CHECK(config.file_template == "{year}/{id}_{slug}");
    CHECK(config.recursion() == Recursion::Folders);
    CHECK(config.timezone == "UTC");
    CHECK(config.format == RevisionFormat::Sql);
    CHECK(config.truncate_slug_length == 20);
    CHECK(config.build.include == Strings{"/shop/include"});
    CHECK(config.build.libraries == Strings{"shop_models"});
    CHECK(config.build.compile_commands == "/shop/build/compile_commands.json");
    CHECK(config.build.program == "/shop/build/shop-migrate");
    CHECK(config.build.command == "ninja -C build shop-migrate");
    CHECK(config.build.compiler == "g++-12");
    CHECK(config.build.cmake_args == Strings{"-DX=1"});
    CHECK(config.hooks.after_write == Strings{"clang-format -i {file}"});
    CHECK(config.scratch_url() == "sqlite://");
    CHECK(config.safety.production);
    CHECK(config.safety.lock_timeout == 30.0);
}

TEST_CASE("a named environment is laid over the rest") {
    const auto config = parse_config(whole_file, "/shop/azoth.toml", "test");

    CHECK(config.database_url() == "sqlite:///test.db");
    CHECK_FALSE(config.safety.production);
    CHECK(config.safety.lock_timeout == 30.0);
    CHECK(config.script_location == "/shop/db");
}

TEST_CASE("an empty azoth.toml has the usual places") {
    const auto config = parse_config("", "/shop/azoth.toml");

    CHECK(config.script_location == "/shop/migrations");
    CHECK(config.version_locations == Strings{"/shop/migrations/versions"});
    CHECK(config.file_template == "{id}_{slug}");
    CHECK(config.recursion() == Recursion::None);
    CHECK(parse_config("recursive_version_locations = true", "/shop/azoth.toml").recursion() ==
          Recursion::Folders);
    CHECK(config.format == RevisionFormat::Cpp);
    CHECK(failure([&] { return config.database_url(); }) ==
          "no-database-url: cannot connect to the database: /shop/azoth.toml has no url; write url "
          "= \"…\" into it, or "
          "give --url");
}

TEST_CASE("variables are replaced, with a default or an error that names them") {
    setenv("AZOTH_TEST_NAME", "ann", 1);
    unsetenv("AZOTH_TEST_MISSING");

    CHECK(expand_variables("a-${AZOTH_TEST_NAME}-b", "url") == "a-ann-b");
    CHECK(expand_variables("${AZOTH_TEST_MISSING:-x}$y$${z}", "url") == "x$y${z}");
    CHECK(expand_variables("${AZOTH_TEST_MISSING:-}", "url").empty());
    CHECK(failure([] { return expand_variables("secret${AZOTH_TEST_MISSING}", "url"); }) ==
          "unset-variable: cannot work out \"url\": the environment variable "
          "\"AZOTH_TEST_MISSING\" is not set; set it, "
          "or write a default as in ${AZOTH_TEST_MISSING:-value}");
}

TEST_CASE("variables in [build] are replaced when the build asks for them") {
    setenv("AZOTH_TEST_NAME", "ann", 1);
    const auto config =
        parse_config("[build]\ncommand = \"make ${AZOTH_TEST_NAME}\"", "/shop/azoth.toml");

    CHECK(config.build.command == "make ${AZOTH_TEST_NAME}");
    CHECK(config.expanded_build().command == "make ann");
}

TEST_CASE("a URL may stand in a file of its own") {
    const TemporaryFolder folder;
    folder.write("secret", "sqlite:///app.db\nrest\n");
    const auto path = folder.write("azoth.toml", "url_file = \"secret\"\n");

    CHECK(load_config(path).database_url() == "sqlite:///app.db");
    CHECK(failure_of("url = \"a\"\nurl_file = \"b\"") ==
          "config-value: cannot use \"url_file\" in /shop/azoth.toml line 2: `url` is given too; "
          "keep one of them");
}

TEST_CASE("what cannot be understood is an error with line and key") {
    CHECK(failure_of("url = \"a\"\nmodel = \"m.hpp\"") ==
          "unknown-config-key: cannot read /shop/azoth.toml line 2: there is no key \"model\"; did "
          "you mean "
          "\"models\"?");
    CHECK(failure_of("[build]\nflag = []") ==
          "unknown-config-key: cannot read /shop/azoth.toml line 2: there is no key "
          "\"build.flag\"; did you mean "
          "\"flags\"?");
    CHECK(failure_of("[env.test]\nurll = \"\"").find("line 2: there is no key \"env.test.urll\"") !=
          std::string::npos);
    CHECK(
        failure_of("url = 5") ==
        "config-value: cannot use \"url\" in /shop/azoth.toml line 1: it must be a text in quotes");
    CHECK(failure_of("\nformat = \"xml\"") ==
          "config-value: cannot use \"format\" in /shop/azoth.toml line 2: it must be \"cpp\" or "
          "\"sql\", not \"xml\"");
    CHECK(failure_of("build = 3").find("it must be a table, written as [build]") !=
          std::string::npos);
    CHECK(failure_of("truncate_slug_length = 0").starts_with("config-value"));
    CHECK(failure_of("[safety]\nproduction = \"yes\"").find("it must be true or false") !=
          std::string::npos);
    CHECK(failure_of("[safety]\nlock_timeout = \"5\"").find("it must be a number of seconds") !=
          std::string::npos);
    CHECK(failure_of("file_template = \"{no}\"").starts_with("invalid-file-template"));
    CHECK(
        failure_of("url = \n").starts_with("config-syntax: cannot read /shop/azoth.toml line 1: "));
}

TEST_CASE("an environment that the file does not have is refused") {
    CHECK(failure_of("[env.test]\n[env.live]", "tst") ==
          "unknown-environment: cannot find environment \"tst\" in /shop/azoth.toml: there is no "
          "table of that name; did "
          "you mean \"test\"?");
    CHECK(failure_of("", "tst").find("write a table [env.tst] into it") != std::string::npos);
}

TEST_CASE("azoth.toml is found in the folder, above it, by -c and by AZOTH_CONFIG") {
    const TemporaryFolder folder;
    const auto path = folder.write("azoth.toml", "");
    const auto other = folder.write("other/live.toml", "");
    unsetenv("AZOTH_CONFIG");

    CHECK(find_config("", folder.path()) == path);
    CHECK(find_config("", folder.path("other")) == path);
    CHECK(find_config("other/live.toml", folder.path()) == other);
    setenv("AZOTH_CONFIG", other.c_str(), 1);
    CHECK(find_config("", folder.path()) == other);
    unsetenv("AZOTH_CONFIG");
    CHECK(failure([&] {
              return find_config("none.toml", folder.path());
          }).starts_with("config-not-found"));
}

TEST_CASE("without any azoth.toml the way to make one is said") {
    const TemporaryFolder folder;
    unsetenv("AZOTH_CONFIG");

    CHECK(failure([&] { return find_config("", folder.path()); }) ==
          "config-not-found: cannot find azoth.toml in \"" + folder.path() +
              "\" or a folder above it: this is no azoth project yet; run `azoth init migrations`, "
              "or name the file "
              "with -c");
}

TEST_CASE("-x arguments are pairs") {
    using Pairs = std::vector<std::pair<std::string, std::string>>;

    CHECK(parse_x_arguments({"a=b=c", "flag", "empty="}) ==
          Pairs{{"a", "b=c"}, {"flag", ""}, {"empty", ""}});
}

TEST_CASE("a key of very many parts is refused before the parser goes as deep") {
    std::string key = "a";
    for (int i = 0; i < 50'000; ++i) {
        key += ".a";
    }

    CHECK(failure_of("\n" + key + " = 1\n") ==
          "config-syntax: cannot read /shop/azoth.toml line 2: a key of more than 32 parts; no key "
          "of azoth has that many, so remove it");
    CHECK(failure_of("[" + key + "]").starts_with("config-syntax"));
    CHECK(failure_of("x = {" + key + " = 1}").starts_with("config-syntax"));
    CHECK(failure_of("# " + key + "\nmetadata = \"" + key + "\"\n") == "none");
    CHECK(failure_of("metadata = \"\"\"\n" + key + "\"\"\"\n") == "none");
}
