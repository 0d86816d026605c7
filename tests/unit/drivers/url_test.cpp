// SPDX-License-Identifier: MIT
#include <azoth/drivers/url.hpp>

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

#include <random>

using azoth::Url;

namespace {

std::string refusal(std::string_view text) {
    try {
        static_cast<void>(Url::parse(text));
    } catch (const azoth::ArgumentError& error) {
        CHECK(error.code() == "bad-url");
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("a URL is taken apart") {
    const Url url =
        Url::parse("postgresql+libpq://anna:s%40cret@db.example.org:5433/shop?sslmode=require&a=");

    CHECK(url.dialect == "postgresql");
    CHECK(url.driver == "libpq");
    CHECK(url.user == "anna");
    CHECK(url.password == "s@cret");
    CHECK(url.host == "db.example.org");
    CHECK(url.port == 5433);
    CHECK(url.database == "shop");
    CHECK(url.option("sslmode") == "require");
    CHECK(url.option("a") == "");
    CHECK_FALSE(url.option("b").has_value());
}

TEST_CASE("a file's path is relative after three slashes and absolute after four") {
    CHECK(Url::parse("sqlite://").database.empty());
    CHECK(Url::parse("sqlite:///app.db").database == "app.db");
    CHECK(Url::parse("sqlite:///folder/app.db?mode=ro").database == "folder/app.db");
    CHECK(Url::parse("sqlite:////var/app.db").database == "/var/app.db");
    CHECK(Url::parse("sqlite:///a%3Fb%20c%25.db").database == "a?b c%.db");
    CHECK(Url::parse("sqlite:///:memory:").database == ":memory:");
    CHECK(Url::parse("sqlite:///user@host/a:b.db").database == "user@host/a:b.db");
    CHECK(Url::parse("SQLite:///x").dialect == "sqlite");
}

TEST_CASE("hosts are names, addresses, IPv6 in brackets, or a folder in the query") {
    CHECK(Url::parse("postgresql://[::1]:5432/x").host == "::1");
    CHECK(Url::parse("postgresql://[::1]:5432/x").port == 5432);
    CHECK(Url::parse("postgresql://u@[fe80::1]/x").host == "fe80::1");
    CHECK_FALSE(Url::parse("postgresql://10.0.0.1/x").port.has_value());
    CHECK(Url::parse("postgresql://postgres@/x?host=/run/pg").host.empty());
    CHECK(Url::parse("postgresql://postgres@/x?host=/run/pg").option("host") == "/run/pg");
    CHECK(Url::parse("postgresql://host").host == "host");
    CHECK(Url::parse("postgresql:///x?host=/a@b").option("host") == "/a@b");
}

TEST_CASE("passwords with characters that were not escaped are still passwords") {
    CHECK(Url::parse("postgresql://u:p@ss@host/x").password == "p@ss");
    CHECK(Url::parse("postgresql://u:p@ss@host/x").host == "host");
    CHECK(Url::parse("postgresql://u:p/ss@host/x").password == "p/ss");
    CHECK(Url::parse("postgresql://u:p/ss@host/x").database == "x");
    CHECK(Url::parse("postgresql://u:a:b@host/x").password == "a:b");
    CHECK(refusal("postgresql://u:a?b@host/x?c=d").find("write ? in a password as %3F") !=
          std::string::npos);
}

TEST_CASE("a wrong URL is refused with the part that is wrong") {
    CHECK(refusal("app.db") ==
          "cannot read the URL: there is no \"://\"; write "
          "dialect://user:password@host:port/database, or dialect:///file for a database that is "
          "a file");
    CHECK(refusal("://x").find("the scheme is no name") != std::string::npos);
    CHECK(refusal("post gres://x").find("the scheme is no name") != std::string::npos);
    CHECK(refusal("sqlite+:///x")
              .starts_with("cannot read the URL \"sqlite+://…\": the scheme is no name"));
    CHECK(refusal("postgresql://host:abc/x").find("the port is no number") != std::string::npos);
    CHECK(refusal("postgresql://host:99999/x").find("the port is no number") != std::string::npos);
    CHECK(refusal("postgresql://host:0/x").find("the port is no number") != std::string::npos);
    CHECK(refusal("postgresql://[::1/x").find("bracket is not closed") != std::string::npos);
    CHECK(refusal("postgresql://[::1]x/x").find("between the host and the port") !=
          std::string::npos);
    CHECK(refusal("sqlite:///a%zz").find("% in the database") != std::string::npos);
    CHECK(refusal("sqlite:///a%4").find("% in the database") != std::string::npos);
    CHECK(refusal("sqlite:///a%00").find("NUL") != std::string::npos);
    CHECK(refusal("sqlite:///a?=1").find("has no name") != std::string::npos);
    CHECK(refusal("").find("there is no \"://\"") != std::string::npos);
}

TEST_CASE("no error and no text of a URL shows the password") {
    for (const auto* text : {"postgresql://u:12?hunter2@host/x",
                             "postgresql://u:p@ss?hunter2@host/x",
                             "postgresql://u:12?a=hunter2@host/x",
                             "host=db user=u password=hunter2",
                             "postgresql://u@host:port/x?p%61ssword=hunter2",
                             "postgresql://u:hunter2",
                             "u:hunter2@host://x",
                             "hunter2 ://x",
                             "postgresql://u:hunter2@host:abc/x",
                             "postgresql://u:hun%zzter2@host/x",
                             "postgresql://u:hunter2@[::1/x",
                             "u:hunter2@host",
                             "postgresql://u:hunter2@host/%",
                             "postgresql://host/%?password=hunter2",
                             "postgresql://u:x@hunter2:y@host:z/x",
                             "postgresql://u:x/hunter2@host:z/x"}) {
        CAPTURE(text);
        const std::string message = refusal(text);
        CHECK(message != "accepted");
        CHECK(message.find("hun") == std::string::npos);
    }
    CHECK(Url::parse("postgresql://u:hunter2@host:1/x").to_string() ==
          "postgresql://u:***@host:1/x");
    CHECK(Url::parse("postgresql://host/x?password=hunter2&a=b").to_string() ==
          "postgresql://host/x?password=***&a=b");
}

TEST_CASE("the text of a URL without password reads back as the same URL") {
    for (const auto* text : {"sqlite://",
                             "sqlite:///app.db",
                             "sqlite:////var/a%3Fb%25.db",
                             "postgresql+libpq://u@host/x",
                             "postgresql://[::1]:5432/x?sslmode=require&options=-c%20a%3Db%26c"}) {
        CAPTURE(text);
        const Url url = Url::parse(text);
        CHECK(Url::parse(url.to_string()) == url);
    }
}

TEST_CASE("any text is read as a URL or refused, never more") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};
    constexpr std::string_view alphabet = "ab:/@?&=%[]+.4%";

    for (int i = 0; i < 20'000; ++i) {
        std::string text = i % 2 == 0 ? "sqlite://" : "";
        for (auto length = random() % 24; length > 0; --length) {
            text += alphabet[random() % alphabet.size()];
        }
        try {
            static_cast<void>(Url::parse(text).to_string());
        } catch (const azoth::ArgumentError& error) {
            REQUIRE(error.code() == "bad-url");
        }
    }
}

TEST_CASE("a password in the query is not shown, whatever it is called") {
    for (const char* key :
         {"password", "PASSWORD", "passwd", "sslpassword", "pwd", "secret", "token"}) {
        CAPTURE(key);
        const std::string start = "postgresql://u@h/db?a=1&" + std::string{key} + '=';

        CHECK(Url::parse(start + "s3cret&b=2").to_string() == start + "***&b=2");
        CHECK(refusal(start + "s3cret&b=%zz").find("s3cret") == std::string::npos);
    }
}
