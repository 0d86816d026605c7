// SPDX-License-Identifier: MIT
// expect: azoth: execute() takes a statement; SQL of your own goes through text(…)
// lines: 10
#include "models.hpp"

void run(azoth::Connection& connection) {
    connection.execute("select 1");
}
