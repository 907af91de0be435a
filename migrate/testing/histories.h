// SPDX-License-Identifier: Apache-2.0
// For tests of decisions: migrations and history rows as plain values, made of little more than a version; of
// repeatable ones "R__" and a name stand for it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/history.h"
#include "source/checksum.h"
#include "source/migration.h"

namespace lockstep::migrate {

inline source::Part PartOf(std::string_view name, std::string_view checksum) {
  return {.path = std::string(name),
          .file = sql::SourceFile::FromText(std::string(name), "SELECT 1;"),
          .checksum = std::string(checksum)};
}

inline source::Migration File(std::string_view version) {
  if (version.starts_with("R__")) {
    return {.version = {}, .name = std::string(version.substr(3)), .up = PartOf(version, "up")};
  }
  return {.version = *source::Version::Parse(version),
          .name = "change",
          .up = PartOf("change.up.sql", "up"),
          .down = PartOf("change.down.sql", "down")};
}

inline source::Migration FileWithoutDown(std::string_view version) {
  source::Migration migration = File(version);
  migration.down.reset();
  return migration;
}

inline std::vector<source::Migration> Files(std::initializer_list<std::string_view> versions) {
  std::vector<source::Migration> files;
  for (const std::string_view version : versions) files.push_back(File(version));
  return files;
}

inline HistoryRow Applied(std::string_view version) {
  HistoryRow row = {.version = std::string(version), .name = "change", .checksum = "up"};
  if (!version.starts_with("R__")) return row;
  row.kind = RowKind::kRepeatable;
  row.name = version.substr(3);
  return row;
}

inline HistoryRow Changed(std::string_view version) {
  HistoryRow row = Applied(version);
  row.checksum = "another";
  return row;
}

inline HistoryRow Baseline(std::string_view version) {
  return {.version = std::string(version), .kind = RowKind::kBaseline, .name = "baseline"};
}

inline HistoryRow Assumed(std::string_view version) {
  return {.version = std::string(version), .kind = RowKind::kAssumed, .name = "change"};
}

inline HistoryRow AppliedWithAnotherDown(std::string_view version) {
  HistoryRow row = Applied(version);
  row.down_checksum = "another";
  return row;
}

inline HistoryRow InDoubt(std::string_view version, Direction direction = Direction::kUp) {
  return {.version = std::string(version),
          .name = "change",
          .checksum = "up",
          .state = RowState::kRunning,
          .direction = direction,
          .intent = "VACUUM t"};
}

// Of a file of two statements, of which the first is done.
inline HistoryRow Partial(std::string_view version, Direction direction = Direction::kUp) {
  return {.version = std::string(version),
          .name = "change",
          .checksum = "another",
          .state = RowState::kPartial,
          .direction = direction,
          .progress = {.steps_done = 1,
                       .steps = 2,
                       .statements_done = 1,
                       .statements = 2,
                       .statement_hashes = {source::Checksum("VACUUM a")}}};
}

}  // namespace lockstep::migrate
