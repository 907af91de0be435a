// SPDX-License-Identifier: Apache-2.0
// How large the tables of a database are, as `lockstep stats` has written it down.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "model/record.h"
#include "sql/source_file.h"

namespace lockstep::lint {

struct TableSize {
  int64_t rows = 0;  // as the server estimates them
  int64_t bytes = 0;
};

// By name, quoted as SQL needs it: "public.orders".
using TableSizes = std::map<std::string, TableSize, std::less<>>;

// Throws FileError where the file is not what `lockstep stats` writes.
TableSizes ReadTableSizes(const sql::SourceFile& file);

// About how long such work on a table takes, by rates that a small server keeps up: see table_sizes.cc.
double SecondsFor(model::WorkKind work, const TableSize& table);

}  // namespace lockstep::lint
