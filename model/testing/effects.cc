// SPDX-License-Identifier: Apache-2.0
#include "model/testing/effects.h"

#include <string_view>
#include <vector>

#include "model/locks_report.h"
#include "model/replay.h"
#include "sql/script.h"
#include "sql/source_file.h"

namespace lockstep::model {

namespace {

std::string WithoutPublic(std::string_view name) {
  constexpr std::string_view kPublic = "public.";
  return std::string(name.starts_with(kPublic) ? name.substr(kPublic.size()) : name);
}

std::string WithoutLock(LockMode mode) {
  const std::string_view name = PgLocksName(mode);
  return std::string(name.substr(0, name.size() - std::string_view("Lock").size()));
}

class Line {
 public:
  void Add(const std::string& part) {
    if (!text_.empty()) text_ += "; ";
    text_ += part;
  }

  void AddNames(const std::string& label, const std::vector<std::string>& names) {
    std::string part = label;
    for (const std::string& name : names) part += " " + WithoutPublic(name);
    if (!names.empty()) Add(part);
  }

  std::string text() const { return text_; }

 private:
  std::string text_;
};

std::string Locks(const StatementReport& report) {
  std::string text;
  for (const RelationLock& lock : report.locks) {
    if (lock.mode == LockMode::kAccessShare) continue;
    text += text.empty() ? "locks " : ", ";
    text += WithoutPublic(lock.relation) + " " + WithoutLock(lock.mode);
  }
  return text;
}

std::string Describe(const StatementReport& report) {
  Line line;
  if (const std::string locks = Locks(report); !locks.empty()) line.Add(locks);
  line.AddNames("rewrites", report.rewrites);
  line.AddNames("scans", report.scans);
  line.AddNames("builds", report.index_builds);
  if (report.failure) line.Add("fails " + std::string(report.failure->sqlstate));
  if (!report.failure && (report.blocks_reads || report.blocks_writes)) {
    line.Add(std::string("blocks") + (report.blocks_reads ? " reads" : "") +
             (report.blocks_writes ? " writes" : ""));
  }
  if (!report.is_transactional) line.Add("alone");
  return line.text();
}

}  // namespace

std::string EffectOf(const std::string& setup, const std::string& statement, int pg_version) {
  Replay replay(
      {.pg_version = pg_version, .time_zone = "UTC", .history_is_complete = true, .start_is_known = true});
  const sql::SourceFile schema = sql::SourceFile::FromText("schema.sql", setup);
  const sql::SourceFile migration = sql::SourceFile::FromText("migration.sql", statement);
  const sql::Script first = sql::Script::Parse(schema);
  const sql::Script second = sql::Script::Parse(migration);
  for (const sql::Script* script : {&first, &second}) {
    if (script->has_syntax_errors()) return "does not parse: " + script->file().name();
  }
  for (const StatementReport& report : ReportLocks(replay.Run(first, Runner::kPsql))) {
    if (report.failure) return "schema fails: " + report.failure->message;
  }
  const auto reports = ReportLocks(replay.Run(second, Runner::kPsql));
  return reports.empty() ? "" : Describe(reports.back());
}

}  // namespace lockstep::model
