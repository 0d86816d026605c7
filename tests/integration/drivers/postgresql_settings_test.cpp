// SPDX-License-Identifier: MIT
#include "integration/engine/support.hpp"

// A database, a role or the program may have other settings than those that literals rest on.
namespace {

using namespace azoth;
using azoth::test::books::code_of;

Engine engine_with(std::string_view server, std::string options) {
    Url url = Url::parse(server);
    url.query.emplace_back("options", std::move(options));
    return create_engine(url, {});
}

std::string setting(Connection& connection, const std::string& name) {
    return connection.query("select current_setting('" + name + "')").at(0).at(0).as_text();
}

TEST_CASE("a session has what literals rest on, whatever is set for database or role") {
    const std::string server = azoth::test::server_url();
    if (server.empty()) {
        return;
    }
    Engine engine = engine_with(server,
                                "-c standard_conforming_strings=off -c DateStyle=German "
                                "-c IntervalStyle=sql_standard");
    Connection connection = engine.connect();

    CHECK(setting(connection, "standard_conforming_strings") == "on");
    CHECK(setting(connection, "DateStyle") == "ISO, DMY");
    CHECK(setting(connection, "IntervalStyle") == "postgres");
}

TEST_CASE(
    "a comment and a default with backslashes stay texts where the program changes the setting") {
    const std::string server = azoth::test::server_url();
    if (server.empty()) {
        return;
    }
    for (const char* value : {"on", "off"}) {
        CAPTURE(value);
        Engine engine = create_engine(server);
        MetaData metadata;
        const std::string hostile = "\\'; create table azoth_pwned (a int); --";
        const Table table{"azoth_commented",
                          metadata,
                          column("id", Integer(), primary_key),
                          column("v", Text(), comment(hostile), default_text(hostile))};
        metadata.drop_all(engine);
        Connection connection = engine.connect();
        connection.run_script(
            "set escape_string_warning = off; set standard_conforming_strings = " +
            std::string{value});

        metadata.create_all(connection);

        const auto found = connection.query(
            "select col_description('azoth_commented'::regclass, 2), "
            "(select count(*) from pg_class where relname = 'azoth_pwned')");
        CHECK(found.at(0).at(0).as_text() == hostile);
        CHECK(found.at(0).at(1).as_integer() == 0);
        connection.rollback();
    }
}

TEST_CASE("a server that refuses connections may be asked again") {
    const std::string server = azoth::test::server_url();
    if (server.empty()) {
        return;
    }
    bool is_retryable = false;
    try {
        (void)create_engine("postgresql://u@127.0.0.1:1/x").connect();
    } catch (const OperationalError& error) {
        is_retryable = error.retryable();
    }

    CHECK(is_retryable);
}

}  // namespace
