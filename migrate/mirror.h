// SPDX-License-Identifier: Apache-2.0
// golang-migrate's table, kept as golang-migrate itself would keep it (`adopt --keep-in-sync`), so that one
// can go back to that tool.
//
// That it is to be kept stands in the history itself, as a row of a kind of its own: whoever migrates this
// database reads it there, with the same query as everything else, and cannot do without it by an older
// configuration or on another machine. And it says the same as the history by being computed from it, in each
// transaction that writes the history.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/history.h"
#include "migrate/plan.h"
#include "pg/connection.h"
#include "sql/name.h"

namespace lockstep::migrate {

// The lock of golang-migrate's PostgreSQL drivers on a database (GenerateAdvisoryLockId). Its command line
// takes the path of the URL for the name, "/app"; who uses it as a library, mostly the name itself.
int64_t GolangMigrateLockId(std::string_view database, const sql::QualifiedName& table);

class Mirror {
 public:
  // Of golang-migrate's shape; the schema is given.
  explicit Mirror(sql::QualifiedName table) : table_(std::move(table)) {}
  // The one that the history says is kept, if it does.
  static std::optional<Mirror> Find(std::span<const HistoryRow> rows);

  const sql::QualifiedName& table() const { return table_; }
  // golang-migrate's two, in the order in which they are to be taken.
  std::vector<int64_t> LockIds(std::string_view database) const;

  // The row by which the history says so.
  HistoryEntry Entry() const;
  // Makes the table say what the history says; behind what writes the history, in the same transaction. A
  // migration that is not wholly applied makes it dirty, so that golang-migrate keeps off.
  std::vector<Command> SyncCommands(const History& history) const;

  // Throws DatabaseError when the table is gone, or is not golang-migrate's any more.
  void RequireTable(pg::Connection& connection) const;
  // Under the locks: who has used golang-migrate since has made the table say something else. Throws as
  // RequireTable().
  std::optional<Conflict> FindDifference(pg::Connection& connection, std::span<const HistoryRow> rows) const;
  // Before it is kept: what the history knows and the table does not would be written into it. Throws
  // DatabaseError.
  std::optional<Conflict> FindWhatItLacks(pg::Connection& connection, std::span<const HistoryRow> rows) const;

 private:
  struct Row;
  std::optional<Row> ReadRow(pg::Connection& connection) const;
  static std::optional<Row> Expected(std::span<const HistoryRow> rows);
  static std::string NextCommand(const std::optional<Row>& theirs, const std::optional<Row>& ours);

  sql::QualifiedName table_;
};

}  // namespace lockstep::migrate
