// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/file_name.hpp>

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace azoth;
using namespace azoth::migrate;

namespace {

constexpr CreationTime moment{
    .year = 2026, .month = 3, .day = 9, .hour = 7, .minute = 5, .second = 1, .epoch = 1773036301};

std::string failure(std::string_view file_template) {
    try {
        check_file_template(file_template);
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("a slug is the words of the message in lower case") {
    CHECK(slug("Create tables") == "create_tables");
    CHECK(slug("  add: user.email (again!) ") == "add_user_email_again");
    CHECK(slug("") == "");
    CHECK(slug("!?") == "");
    CHECK(slug("snake_case stays") == "snake_case_stays");
}

TEST_CASE("a slug is cut between words at its greatest length") {
    CHECK(slug("this is a really long name that goes on and on") ==
          "this_is_a_really_long_name_that_goes_on");
    CHECK(slug("one two three", 7) == "one_two");
    CHECK(slug("one two three", 8) == "one_two");
    CHECK(slug("abcdefghij", 4) == "abcd");
}

TEST_CASE("a slug never cuts a character in two") {
    CHECK(slug("Größe ändern – jetzt") == "größe_ändern_jetzt");
    CHECK(slug("ééééé", 3) == "ééé");
    CHECK(slug("таблица", 4) == "табл");
    CHECK(slug("broken \xC3 byte \xFF") == "broken_byte");
}

TEST_CASE("a file name follows the template") {
    CHECK(revision_file_name("{id}_{slug}", "ab12", "create", moment) == "ab12_create");
    CHECK(revision_file_name("{rev}_{slug}", "ab12", "", moment) == "ab12");
    CHECK(
        revision_file_name("{year}{month}{day}_{hour}{minute}{second}_{id}", "ab12", "", moment) ==
        "20260309_070501_ab12");
    CHECK(revision_file_name("{year}/{epoch}-{slug}", "ab12", "create", moment) ==
          "2026/1773036301-create");
}

TEST_CASE("a template with an unknown or open token is refused") {
    CHECK(failure("{id}_{slog}") ==
          "invalid-file-template: cannot use the file template \"{id}_{slog}\": there is no "
          "token \"slog\"; did you mean \"slug\"?");
    CHECK(failure("{id") ==
          "invalid-file-template: cannot use the file template \"{id\": a \"{\" is not closed; "
          "write it as in \"{id}_{slug}\"");
    CHECK(failure("").starts_with("invalid-file-template"));
}

TEST_CASE("a creation time is written to the second") {
    CHECK(moment.text() == "2026-03-09 07:05:01");
}

TEST_CASE("new ids are 12 hexadecimal digits and differ") {
    std::set<std::string> ids;
    for (int i = 0; i < 200; ++i) {
        ids.insert(new_revision_id());
    }

    CHECK(ids.size() == 200);
    CHECK(ids.begin()->size() == 12);
    CHECK(ids.begin()->find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("a template stays below the folder of the revisions") {
    for (const auto* way_out :
         {"/tmp/{id}", "../{id}", "{year}/../../{id}", "./{id}", "{year}//{id}"}) {
        CAPTURE(way_out);
        CHECK(failure(way_out).find("leads out of the folder") != std::string::npos);
    }
    for (const auto* other :
         {"..\\{id}", "C:{id}", "{id}\n", "{id}\x1b", "{id}\xe2\x80\xae", "{id};x"}) {
        CAPTURE(other);
        CHECK(failure(other).find("a file name has no") != std::string::npos);
    }
    CHECK(failure("{year}/{id}..{slug}") == "none");
    CHECK(slug("a\u202eb \u2066c") == "a_b_c");
}
