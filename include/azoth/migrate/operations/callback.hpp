// SPDX-License-Identifier: MIT
#pragma once

namespace azoth {

class Connection;

namespace migrate {

/// Code of a revision that works on the live connection.
class Callback {
public:
    Callback() = default;
    Callback(const Callback&) = delete;
    Callback& operator=(const Callback&) = delete;
    virtual ~Callback();

    virtual void call(Connection& connection) = 0;
};

}  // namespace migrate
}  // namespace azoth
