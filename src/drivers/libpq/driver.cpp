// SPDX-License-Identifier: MIT
#include "drivers/libpq/driver.hpp"

#include "drivers/libpq/connect.hpp"
#include "drivers/libpq/connection.hpp"

namespace azoth::drivers::libpq {

namespace {

class LibpqDriver final : public Driver {
public:
    std::string_view name() const noexcept override { return "libpq"; }

    std::unique_ptr<drivers::Connection> connect(const ConnectOptions& options) override {
        const Naming naming =
            options.url.option("prepare") == "off" ? Naming::Unnamed : Naming::Named;
        auto connection = std::make_unique<Connection>(open_session(options), options, naming);
        if (const std::string settings = settings_for(connection->session()); !settings.empty()) {
            connection->run_script(settings);
        }
        return connection;
    }
};

}  // namespace

Driver& driver() noexcept {
    static LibpqDriver driver;
    return driver;
}

}  // namespace azoth::drivers::libpq
