// SPDX-License-Identifier: MIT
#include <azoth/base/text.hpp>

#include <cstdio>

int main() {
    std::puts(azoth::text_utility::quoted("consumer: ok").c_str());
    return 0;
}
