// SPDX-License-Identifier: Apache-2.0
// goose's format: one file a migration, VERSION_TITLE.sql, whose parts begin with "-- +goose Up" and
// "-- +goose Down".
#pragma once

#include "source/format.h"

namespace lockstep::source {

extern const Format kGoose;

}  // namespace lockstep::source
