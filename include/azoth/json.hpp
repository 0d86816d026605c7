// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/codec_of.hpp>
#include <azoth/types/json.hpp>
