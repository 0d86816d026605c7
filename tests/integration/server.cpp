// SPDX-License-Identifier: MIT
#include "integration/server.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>
#include <set>
#include <stdexcept>

namespace azoth::test {

namespace {

constexpr const char* missing =
    "AZOTH_TEST_POSTGRESQL_URL is not set: run the tests through ./dev test or "
    "tools/with_postgres";

std::string present_test_case;
std::set<std::string> without_server;

/// Knows which test case runs, and sums up those that wanted a server.
struct ServerListener : doctest::IReporter {
    explicit ServerListener(const doctest::ContextOptions&) {}
    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats&) override {
        if (!without_server.empty()) {
            std::cout << "NOT RUN on PostgreSQL: " << without_server.size() << " test cases; "
                      << missing << '\n';
        }
    }
    void test_case_start(const doctest::TestCaseData& test) override {
        present_test_case = test.m_name;
    }
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_end(const doctest::CurrentTestCaseStats&) override {}
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}
};

DOCTEST_REGISTER_LISTENER("server", 1, ServerListener);

}  // namespace

std::string server_url() {
    if (const char* url = std::getenv("AZOTH_TEST_POSTGRESQL_URL")) {
        return url;
    }
    if (std::getenv("AZOTH_TEST_SERVER_REQUIRED") != nullptr) {
        throw std::runtime_error{missing};
    }
    if (without_server.insert(present_test_case).second) {
        MESSAGE("not run on PostgreSQL");
    }
    return {};
}

std::string required_server_url() {
    if (const char* url = std::getenv("AZOTH_TEST_POSTGRESQL_URL")) {
        return url;
    }
    throw std::runtime_error{missing};
}

}  // namespace azoth::test
