// SPDX-License-Identifier: Apache-2.0
#include "migrate/index_probe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "migrate/catalog_query.h"
#include "sql/name.h"

namespace lockstep::migrate {

namespace {

bool Contains(const Probe::Facts& facts, std::string_view fact) {
  return std::find(facts.begin(), facts.end(), fact) != facts.end();
}

std::vector<std::string> FirstColumn(const pg::Result& result) {
  std::vector<std::string> values;
  values.reserve(result.rows());
  for (size_t row = 0; row < result.rows(); ++row) values.emplace_back(result.Text(row, 0));
  return values;
}

// Who may not see what another session is building sees only that it is building, and what it has locked.
bool IsBeingBuilt(pg::Connection& connection, std::string_view index, std::string_view table) {
  return CatalogQuery(
             connection,
             fmt::format("SELECT FROM pg_stat_progress_create_index p WHERE p.pid <> pg_backend_pid() AND "
                         "(p.index_relid = {} OR (p.index_relid IS NULL AND EXISTS (SELECT FROM pg_locks l "
                         "WHERE l.pid = p.pid AND l.relation = {} AND l.mode = 'ShareUpdateExclusiveLock')))",
                         index, table))
             .rows() > 0;
}

// False when it could not be removed now, as others hold on to it.
bool Remove(pg::Connection& connection, std::string_view index) {
  const std::string name = QualifiedNameOf(connection, index);
  if (name.empty()) return true;
  try {
    connection.Execute("DROP INDEX CONCURRENTLY IF EXISTS " + name);
    return true;
  } catch (const pg::DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    return false;
  }
}

struct Index {
  std::string oid;
  std::string name;
  bool is_valid = false;
};

class BuildProbe : public Probe {
 public:
  BuildProbe(pg::Connection& connection, const ::IndexStmt& statement)
      : connection_(connection), statement_(statement) {}

  // The indexes that the table has.
  Facts Observe() override {
    Facts facts;
    if (!Resolve()) return facts;
    for (const Index& index : Indexes()) facts.push_back(index.oid);
    return facts;
  }

  Verdict Settle(const Facts& facts) override {
    if (!Resolve()) return Verdict::kNotDone;
    std::vector<Index> made;
    for (Index& index : Indexes()) {
      const bool is_ours = statement_.idxname == nullptr || index.name == sql::Text(statement_.idxname);
      if (!is_ours) continue;
      if (!Contains(facts, index.oid)) {
        made.push_back(std::move(index));
      } else if (statement_.idxname != nullptr && statement_.if_not_exists && index.is_valid) {
        return Verdict::kDone;  // it was there before: nothing to do
      }
    }
    if (made.empty()) return Verdict::kNotDone;
    // Without a name in the text, another's index cannot be told from ours.
    if (made.size() > 1) return Verdict::kUnknown;
    if (made.front().is_valid) return Verdict::kDone;
    if (IsBeingBuilt(connection_, made.front().oid, table_)) return Verdict::kNotDone;
    return Remove(connection_, made.front().oid) ? Verdict::kNotDone : Verdict::kStuck;
  }

  std::optional<pg::ServerMessage> FindProblem() override {
    if (statement_.idxname == nullptr || !Resolve()) return std::nullopt;
    for (const Index& index : Indexes()) {
      if (index.name != sql::Text(statement_.idxname) || index.is_valid) continue;
      const std::string name = QualifiedNameOf(connection_, index.oid);
      return pg::ServerMessage{
          .severity = "ERROR",
          .message =
              fmt::format("index {} is there already and INVALID, so that IF NOT EXISTS built nothing", name),
          .hint = fmt::format(
              "If no other session is building it: DROP INDEX CONCURRENTLY {}; then run again.", name)};
    }
    return std::nullopt;
  }

  bool WaitsForSnapshots() const override { return true; }

 private:
  bool Resolve() {
    if (!table_.empty()) return true;
    const auto table = ResolveRelation(connection_, sql::QualifiedName::From(*statement_.relation));
    table_ = table.value_or("");
    return table.has_value();
  }

  std::vector<Index> Indexes() {
    const pg::Result result =
        CatalogQuery(connection_, fmt::format("SELECT c.oid, c.relname, i.indisvalid FROM pg_index i "
                                              "JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = {}",
                                              table_));
    std::vector<Index> indexes;
    for (size_t row = 0; row < result.rows(); ++row) {
      indexes.push_back(
          {std::string(result.Text(row, 0)), std::string(result.Text(row, 1)), result.Bool(row, 2)});
    }
    return indexes;
  }

  pg::Connection& connection_;
  const ::IndexStmt& statement_;
  std::string table_;
};

// A drop that broke off leaves the index there, INVALID; dropping it again does the rest.
class DropProbe : public Probe {
 public:
  DropProbe(pg::Connection& connection, sql::QualifiedName index)
      : connection_(connection), index_(std::move(index)) {}

  Facts Observe() override {
    const auto oid = ResolveRelation(connection_, index_);
    return oid ? Facts{*oid} : Facts{};
  }

  Verdict Settle(const Facts& facts) override {
    if (facts.empty()) return Verdict::kNotDone;
    return QualifiedNameOf(connection_, facts.front()).empty() ? Verdict::kDone : Verdict::kNotDone;
  }

  bool WaitsForSnapshots() const override { return true; }

 private:
  pg::Connection& connection_;
  sql::QualifiedName index_;
};

// CONCURRENTLY puts another index in each one's place, otherwise another file.
class ReindexProbe : public Probe {
 public:
  ReindexProbe(pg::Connection& connection, const ::ReindexStmt& statement)
      : connection_(connection), statement_(statement) {}

  // Of each index "oid:file", and of each that is INVALID its oid.
  Facts Observe() override {
    Facts facts = Files();
    for (std::string& index : Leftovers()) facts.push_back(std::move(index));
    return facts;
  }

  Verdict Settle(const Facts& facts) override {
    bool is_clean = true;
    for (const std::string& index : Leftovers()) {
      if (!Contains(facts, index)) is_clean = Remove(connection_, index) && is_clean;
    }
    if (!is_clean) return Verdict::kStuck;
    // Done again, it does no harm.
    const std::vector<std::string> files = Files();
    const bool all_replaced = std::none_of(files.begin(), files.end(),
                                           [&](const std::string& file) { return Contains(facts, file); });
    return all_replaced && !files.empty() ? Verdict::kDone : Verdict::kNotDone;
  }

  bool WaitsForSnapshots() const override { return sql::OptionIsOn(statement_.params, "concurrently"); }

 private:
  // What it rebuilds, as a condition on pg_index i and pg_class c of the index.
  std::string Target() {
    const std::string_view name = sql::Text(statement_.name);
    switch (statement_.kind) {
      case REINDEX_OBJECT_INDEX:
        return fmt::format("i.indexrelid IN ({})", TreeOf(RelationOid()));
      case REINDEX_OBJECT_TABLE:
        return fmt::format(
            "i.indrelid IN ({0} UNION ALL SELECT reltoastrelid FROM pg_class WHERE oid IN ({0}))",
            TreeOf(RelationOid()));
      case REINDEX_OBJECT_SCHEMA:
        return fmt::format("c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = {})",
                           connection_.QuoteLiteral(name));
      case REINDEX_OBJECT_SYSTEM:
        return "c.relnamespace = 'pg_catalog'::regnamespace";
      case REINDEX_OBJECT_DATABASE:
        return "c.relnamespace <> 'pg_catalog'::regnamespace";
    }
    return "false";
  }

  // With its partitions; what is not partitioned has no tree.
  static std::string TreeOf(std::string_view oid) {
    return fmt::format("SELECT {0}::oid UNION ALL SELECT relid::oid FROM pg_partition_tree({0})", oid);
  }

  std::string RelationOid() {
    if (relation_.empty()) {
      relation_ = ResolveRelation(connection_, sql::QualifiedName::From(*statement_.relation)).value_or("0");
    }
    return relation_;
  }

  std::vector<std::string> Files() {
    return FirstColumn(CatalogQuery(
        connection_,
        fmt::format("SELECT c.oid || ':' || pg_relation_filenode(c.oid) FROM pg_index i JOIN pg_class c "
                    "ON c.oid = i.indexrelid WHERE c.relkind = 'i' AND i.indisvalid AND {}",
                    Target())));
  }

  // What a broken REINDEX CONCURRENTLY leaves: https://www.postgresql.org/docs/current/sql-reindex.html
  std::vector<std::string> Leftovers() {
    if (!WaitsForSnapshots()) return {};
    const std::string tables = statement_.kind == REINDEX_OBJECT_INDEX
                                   ? fmt::format(
                                         "i.indrelid IN (SELECT indrelid FROM pg_index WHERE indexrelid "
                                         "IN ({}))",
                                         TreeOf(RelationOid()))
                                   : Target();
    return FirstColumn(CatalogQuery(
        connection_, fmt::format("SELECT c.oid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE "
                                 "NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND {}",
                                 tables)));
  }

  pg::Connection& connection_;
  const ::ReindexStmt& statement_;
  std::string relation_;
};

}  // namespace

std::unique_ptr<Probe> ProbeForBuild(pg::Connection& connection, const ::IndexStmt& statement) {
  return std::make_unique<BuildProbe>(connection, statement);
}

std::unique_ptr<Probe> ProbeForDrop(pg::Connection& connection, const ::DropStmt& statement) {
  const auto* names = reinterpret_cast<const ::List*>(sql::At(statement.objects, 0));
  return std::make_unique<DropProbe>(connection, sql::QualifiedName::From(names));
}

std::unique_ptr<Probe> ProbeForReindex(pg::Connection& connection, const ::ReindexStmt& statement) {
  return std::make_unique<ReindexProbe>(connection, statement);
}

}  // namespace lockstep::migrate
