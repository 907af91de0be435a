// SPDX-License-Identifier: Apache-2.0
// The history tables of other migration tools: known by their columns, and what their rows say. Pure
// functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "source/version.h"

namespace lockstep::migrate {

enum class ForeignTool : uint8_t {
  kGolangMigrate,
  kGoose,
  kDbmate,  // Rails has the same table
  kSqlx,
  kFlyway,
  kTern,
  kRefinery,
  kNodePgMigrate,
};

// "golang-migrate", …
std::string_view ForeignToolName(ForeignTool tool);
// All of them, for messages.
std::string ForeignToolNames();

struct ForeignColumn {
  std::string name;
  std::string type;  // as format_type() writes it, without its length

  bool operator==(const ForeignColumn&) const = default;
};

// Whose table has these columns and no others, in whatever order. A table of one column says little: it is
// taken for a tool's only under that tool's own name, or where somebody says that it is one (`is_named`).
std::optional<ForeignTool> RecognizeTable(std::string_view table, std::span<const ForeignColumn> columns,
                                          bool is_named);

// A row of such a table, in terms that all of them share; fields that a tool does not have are empty.
struct ForeignRow {
  std::optional<std::string> version;  // as it is written there; node-pg-migrate has names only
  std::string name = {};
  bool is_finished = true;      // goose: is_applied
  std::string applied_at = {};  // as timestamptz reads it
  std::string applied_by = {};
  int64_t duration_ms = 0;
  std::string type = {};      // Flyway's
  std::string checksum = {};  // of the file, as ForeignChecksum() writes it
};

// The query for all rows, in the order in which they were written: version, name, is_finished, applied_at,
// applied_by, duration_ms, type, checksum. `table` is quoted as SQL needs it.
std::string ForeignRowsSql(ForeignTool tool, std::string_view table);

struct ForeignMigration {
  source::Version version;
  std::string name = {};
  std::string applied_at = {};
  std::string applied_by = {};
  int64_t duration_ms = 0;
  std::string checksum = {};  // of the file that was applied; empty: not kept
};

// What the table says.
struct ForeignHistory {
  std::vector<ForeignMigration> applied = {};  // in version order
  // Everything below is applied as far as the tool knows, whose table has one number (or Flyway's baseline).
  std::optional<source::Version> assumed_below = {};
  // Begun and not seen to end, as the tool has it; among `applied` all the same.
  std::vector<std::string> unfinished = {};
  std::vector<std::string> without_version = {};  // no file of ours could stand for them
};

ForeignHistory ReadForeignHistory(ForeignTool tool, std::span<const ForeignRow> rows);

}  // namespace lockstep::migrate
