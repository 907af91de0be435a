// SPDX-License-Identifier: Apache-2.0
#include "rules/testing/fixture_run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "model/locks_report.h"
#include "model/replay.h"
#include "pg/error.h"
#include "pg/testing/sample_rows.h"
#include "sql/nodes.h"
#include "sql/script.h"

namespace lockstep::rules {
namespace {

// Of another zone than UTC: the model, which knows of none, assumes the worst.
constexpr std::string_view kTimeZone = "Europe/Berlin";

std::string Plain(std::string name) {
  if (name.starts_with("public.")) name.erase(0, std::string_view("public.").size());
  std::erase(name, '"');
  return name;
}

std::string Joined(const std::set<std::string>& names) { return fmt::format("{}", fmt::join(names, " ")); }

bool IsTable(const std::string& kind) {
  return kind == "table" || kind == "partitioned table" || kind == "view" || kind == "materialized view" ||
         kind == "foreign table";
}

using Fields = std::map<std::string, std::string>;

// What a plan reads is the planner's choice, by statistics that no file has; whose rows a condition means,
// the rows tell.
bool HasPlan(const ::Node* node) {
  return sql::As<::InsertStmt>(node) != nullptr || sql::As<::UpdateStmt>(node) != nullptr ||
         sql::As<::DeleteStmt>(node) != nullptr || sql::As<::MergeStmt>(node) != nullptr ||
         sql::As<::SelectStmt>(node) != nullptr;
}

// Of the relations that were there before.
class Comparison {
 public:
  Comparison(const pg::Measurement& measured, const model::StatementReport& report,
             const std::set<pg::Oid>& existing)
      : measured_(measured), report_(report), existing_(existing) {}

  Fields Measured() const {
    std::set<std::string> locks;
    for (const auto& [name, mode] : measured_.locks) AddLock(name, std::string(pg::PgLocksName(mode)), locks);
    std::set<std::string> scans = Worked(measured_.scans);
    std::set<std::string> blocks;
    if (!Known(measured_.blocks_reads).empty()) blocks.insert("reads");
    if (!Known(measured_.blocks_writes).empty()) blocks.insert("writes");
    if (HasPlan(report_.statement->node)) {
      const std::set<std::string> said = Worked(report_.scans);
      std::erase_if(scans, [&](const std::string& name) { return !said.contains(name); });
      if (report_.blocks_writes) blocks.insert("writes");
    }
    return {{"locks", Joined(locks)},
            {"rewrites", Joined(Worked(measured_.rewrites))},
            {"scans", Joined(scans)},
            {"index_builds", Joined(Known(measured_.index_builds))},
            {"transactional", measured_.refuses_transaction ? "no" : "yes"},
            {"blocks", Joined(blocks)}};
  }

  Fields Said() const {
    std::set<std::string> locks;
    for (const model::RelationLock& lock : report_.locks)
      AddLock(Plain(lock.relation), std::string(model::PgLocksName(lock.mode)), locks);
    std::set<std::string> blocks;
    if (report_.blocks_reads) blocks.insert("reads");
    if (report_.blocks_writes) blocks.insert("writes");
    return {{"locks", Joined(locks)},
            {"rewrites", Joined(Worked(report_.rewrites))},
            {"scans", Joined(Worked(report_.scans))},
            {"index_builds", Joined(Known(report_.index_builds))},
            {"transactional", report_.is_transactional ? "yes" : "no"},
            {"blocks", Joined(blocks)}};
  }

 private:
  bool IsCompared(const std::string& name) const {
    const auto relation = measured_.relations.find(name);
    return relation != measured_.relations.end() && existing_.contains(relation->second);
  }

  void AddLock(const std::string& name, const std::string& mode, std::set<std::string>& locks) const {
    if (!IsCompared(name) || !IsTable(measured_.kinds.at(name)) || mode == "AccessShareLock") return;
    if (!measured_.held_before.contains(name)) locks.insert(name + " " + mode);
  }

  template <typename Names>
  std::set<std::string> Known(const Names& names) const {
    std::set<std::string> known;
    for (const std::string& name : names) {
      if (IsCompared(Plain(name))) known.insert(Plain(name));
    }
    return known;
  }

  template <typename Names>
  std::set<std::string> Worked(const Names& names) const {
    std::set<std::string> known = Known(names);
    std::erase_if(known, [&](const std::string& name) { return measured_.new_files.contains(name); });
    return known;
  }

  const pg::Measurement& measured_;
  const model::StatementReport& report_;
  const std::set<pg::Oid>& existing_;
};

bool EndsBlock(const ::TransactionStmt& control) {
  return (control.kind == TRANS_STMT_COMMIT || control.kind == TRANS_STMT_ROLLBACK) && !control.chain;
}

bool BeginsBlock(const ::TransactionStmt& control) {
  return control.kind == TRANS_STMT_BEGIN || control.kind == TRANS_STMT_START;
}

// A part of a file that can be replayed as a file of its own, so that what was made before it is there
// already.
struct Part {
  std::string text = {};
  size_t repeated = 0;  // statements at its head that were run before: settings of the session
};

std::vector<Part> PartsOf(const sql::SourceFile& file) {
  const sql::Script script = sql::Script::Parse(file);
  std::string lower(file.text());
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  // Temporary tables, and other things of the session, do not outlive a file.
  if (lower.find("temp") != std::string::npos || script.has_syntax_errors())
    return {{.text = std::string(file.text())}};
  std::vector<Part> parts;
  Part settings;
  bool in_block = false;
  for (const sql::Statement& statement : script.statements()) {
    const std::string text = std::string(file.Text(statement.span)) + ";\n";
    if (in_block) {
      parts.back().text += text;
    } else {
      parts.push_back(settings);
      parts.back().text += text;
    }
    if (const auto* control = sql::As<::TransactionStmt>(statement.node)) {
      in_block = BeginsBlock(*control) || (in_block && !EndsBlock(*control));
    } else if (!in_block && sql::As<::VariableSetStmt>(statement.node) != nullptr) {
      settings.text += text;
      ++settings.repeated;
    }
  }
  return parts;
}

// Rows of ours may be what a statement fails for: then there are fewer.
enum class Rows : uint8_t { kInEveryNewTable, kFromTheFileOn, kNone };

class Run {
 public:
  Run(const Fixture& fixture, const std::string& name, const pg::ConnectionString& database,
      int major_version, FixtureOutcome& outcome)
      : fixture_(fixture),
        name_(name),
        measurer_(WithTimeZone(database, fixture)),
        replay_({.pg_version = major_version,
                 .time_zone = fixture.options.time_zone,
                 .history_is_complete = fixture.options.history_is_complete,
                 .start_is_known = fixture.options.start_is_known}),
        outcome_(outcome) {}

  // False: a row of ours was in the way.
  bool RunAll(Rows rows) {
    rows_ = rows;
    for (const sql::SourceFile& file : fixture_.history) {
      if (!RunFile(file)) return !data_failed_;
    }
    if (rows_ == Rows::kFromTheFileOn) pg::AddSampleRows(measurer_.subject());
    for (const sql::SourceFile& file : fixture_.file) {
      if (!RunFile(file)) return !data_failed_;
    }
    return true;
  }

 private:
  static pg::ConnectionString WithTimeZone(pg::ConnectionString database, const Fixture& fixture) {
    const std::string& zone = fixture.options.time_zone;
    database.SetDefault("timezone", zone.empty() ? kTimeZone : zone);
    return database;
  }

  bool RunFile(const sql::SourceFile& file) {
    for (const Part& part : PartsOf(file)) {
      if (!RunPart(part)) return false;
    }
    if (measurer_.subject().transaction_status() != pg::TransactionStatus::kIdle)
      measurer_.subject().Execute("ROLLBACK");
    measurer_.subject().Execute("DISCARD ALL");
    return true;
  }

  bool RunPart(const Part& part) {
    files_.push_back(std::make_unique<sql::SourceFile>(sql::SourceFile::FromText(name_, part.text)));
    scripts_.push_back(std::make_unique<sql::Script>(sql::Script::Parse(*files_.back())));
    const model::FileRecord record = replay_.Run(*scripts_.back(), model::Runner::kPsql);
    const auto reports = model::ReportLocks(record);
    existing_.clear();
    for (const auto& [oid, relation] : pg::ReadRelations(measurer_.subject())) existing_.insert(oid);
    const bool is_done =
        std::all_of(reports.begin() + static_cast<std::ptrdiff_t>(part.repeated), reports.end(),
                    [&](const auto& report) { return RunStatement(*report.statement, report); });
    if (is_done && rows_ == Rows::kInEveryNewTable && HasNewRelation())
      pg::AddSampleRows(measurer_.subject());
    return is_done;
  }

  bool HasNewRelation() {
    const auto now = pg::ReadRelations(measurer_.subject());
    return std::any_of(now.begin(), now.end(),
                       [&](const auto& entry) { return !existing_.contains(entry.first); });
  }

  void NotRun(const std::string& why) { outcome_.not_run[why].insert(name_); }

  bool RunStatement(const sql::Statement& statement, const model::StatementReport& report) {
    if (statement.node == nullptr) {
      NotRun("does not parse");
      return false;
    }
    if (statement.copy_data) {
      NotRun("COPY FROM stdin");
      return false;
    }
    const std::string text(files_.back()->Text(statement.span));
    if (IsOfTheSession(statement)) {
      try {
        measurer_.subject().Execute(text);
      } catch (const pg::DatabaseError& error) {
        NotRun(error.sqlstate());
        return false;
      }
      return true;
    }
    const pg::Measurement measured = measurer_.Measure(text);
    if (measured.in_transaction && !measured.error && !in_block_) measurer_.subject().Execute("COMMIT");
    return Compare(text, measured, report);
  }

  // Transaction control and settings; they touch no relation.
  bool IsOfTheSession(const sql::Statement& statement) {
    if (const auto* control = sql::As<::TransactionStmt>(statement.node)) {
      in_block_ = BeginsBlock(*control) || (in_block_ && !EndsBlock(*control));
      return true;
    }
    return sql::As<::VariableSetStmt>(statement.node) != nullptr;
  }

  bool Compare(const std::string& text, const pg::Measurement& measured,
               const model::StatementReport& report) {
    const std::string measured_state = measured.error ? measured.error->sqlstate : "";
    const std::string said_state = report.failure ? std::string(report.failure->sqlstate) : "";
    if (!said_state.empty()) Note("fails", text, measured_state, said_state);
    if (measured.error) {
      data_failed_ = measured_state.starts_with("23");  // integrity constraint violations
      if (said_state.empty()) NotRun(measured_state + " " + measured.error->message);
      return false;
    }
    if (!said_state.empty()) return false;
    if (!report.is_certain) {
      NotRun("the worst is assumed");
      return true;
    }
    const Comparison comparison(measured, report, existing_);
    const Fields was = comparison.Measured();
    const Fields said = comparison.Said();
    for (const auto& [field, value] : was) {
      // Locks of earlier statements block others as well.
      if (field == "blocks" && (!measured.in_transaction || !measured.held_before.empty())) continue;
      if (field == "transactional" && !measured.in_transaction && !measured.refuses_transaction) continue;
      Note(field, text, value, said.at(field));
    }
    return true;
  }

  void Note(const std::string& field, const std::string& statement, const std::string& measured,
            const std::string& said) {
    Tally& tally = outcome_.fields[field];
    ++tally.all;
    if (measured == said) {
      ++tally.same;
    } else {
      outcome_.disagreements[name_].push_back(
          fmt::format("\n  {}\n    {}: measured «{}», said «{}»", statement, field, measured, said));
    }
  }

  const Fixture& fixture_;
  const std::string& name_;
  pg::Measurer measurer_;
  std::vector<std::unique_ptr<sql::SourceFile>> files_;  // the records refer to them
  std::vector<std::unique_ptr<sql::Script>> scripts_;
  model::Replay replay_;
  FixtureOutcome& outcome_;
  std::set<pg::Oid> existing_;
  Rows rows_ = Rows::kNone;
  bool in_block_ = false;
  bool data_failed_ = false;
};

}  // namespace

void FixtureOutcome::Add(const FixtureOutcome& other) {
  for (const auto& [field, tally] : other.fields) {
    fields[field].same += tally.same;
    fields[field].all += tally.all;
  }
  for (const auto& [why, names] : other.not_run) not_run[why].insert(names.begin(), names.end());
  for (const auto& [name, texts] : other.disagreements) {
    auto& own = disagreements[name];
    own.insert(own.end(), texts.begin(), texts.end());
  }
}

FixtureDatabase::FixtureDatabase(const pg::TemporaryCluster& server, std::string name)
    : server_(server), name_(std::move(name)) {
  Make();
}

void FixtureDatabase::Make() {
  pg::Connection connection = pg::Connection::Open(server_.Database());
  connection.Execute(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_));
  connection.Execute(fmt::format("CREATE DATABASE {}", name_));
  major_version_ = connection.server_version() / 10'000;
}

pg::ConnectionString FixtureDatabase::Clean() {
  if (!CleanUp()) Make();
  return server_.Database(name_);
}

bool FixtureDatabase::CleanUp() {
  // What a database can hold beside schemas and what is in them.
  constexpr std::string_view kContent = R"(
      SELECT pg_catalog.concat_ws(' ',
          (SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'),
          (SELECT count(*) FROM pg_catalog.pg_class), (SELECT count(*) FROM pg_catalog.pg_proc),
          (SELECT count(*) FROM pg_catalog.pg_type), (SELECT count(*) FROM pg_catalog.pg_extension),
          (SELECT count(*) FROM pg_catalog.pg_cast), (SELECT count(*) FROM pg_catalog.pg_language),
          (SELECT count(*) FROM pg_catalog.pg_event_trigger), (SELECT count(*) FROM pg_catalog.pg_publication),
          (SELECT count(*) FROM pg_catalog.pg_foreign_data_wrapper), (SELECT count(*) FROM pg_catalog.pg_am),
          (SELECT count(*) FROM pg_catalog.pg_default_acl), (SELECT count(*) FROM pg_catalog.pg_db_role_setting),
          (SELECT count(*) FROM pg_catalog.pg_prepared_xacts)))";
  constexpr std::string_view kDropSchemas = R"(
      DO $$
      DECLARE name text;
      BEGIN
        FOR name IN SELECT quote_ident(nspname) FROM pg_namespace
                    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
        LOOP
          EXECUTE 'DROP SCHEMA ' || name || ' CASCADE';
        END LOOP;
        CREATE SCHEMA public;
      END $$)";
  try {
    pg::Connection connection = pg::Connection::Open(server_.Database(name_));
    connection.Execute(kDropSchemas);
    const std::string content(connection.Execute(kContent).Text(0, 0));
    if (empty_.empty()) empty_ = content;
    return content == empty_;
  } catch (const pg::DatabaseError&) {
    return false;
  }
}

void RunFixture(const Fixture& fixture, const std::string& name, FixtureDatabase& database,
                FixtureOutcome& outcome) {
  for (const Rows rows : {Rows::kInEveryNewTable, Rows::kFromTheFileOn, Rows::kNone}) {
    FixtureOutcome own;
    const bool is_done = Run(fixture, name, database.Clean(), database.major_version(), own).RunAll(rows);
    if (!is_done && rows != Rows::kNone) continue;
    outcome.Add(own);
    return;
  }
}

}  // namespace lockstep::rules
