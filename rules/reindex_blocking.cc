// SPDX-License-Identifier: Apache-2.0
// MIG014: flags REINDEX that keeps others waiting.
// https://www.postgresql.org/docs/current/sql-reindex.html
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

bool IsPartitioned(const lint::RuleContext& context, const model::Operation& operation) {
  const model::RelationId id = operation.index ? operation.index : operation.relation;
  const model::Relation* relation = context.Before(id);
  return relation != nullptr && (relation->kind == model::RelationKind::kPartitionedIndex ||
                                 relation->kind == model::RelationKind::kPartitionedTable);
}

bool IsOfExclusion(const lint::RuleContext& context, model::RelationId id) {
  const model::Relation* index = context.Before(id);
  if (index == nullptr || !index->index) return false;
  const model::ConstraintObject* constraint = context.Before(index->index->constraint);
  return constraint != nullptr && constraint->kind == model::ConstraintKind::kExclusion;
}

std::vector<model::RelationId> TablesIn(const std::vector<model::Work>& builds) {
  std::vector<model::RelationId> tables;
  for (const model::Work& build : builds) tables.push_back(build.table);
  return tables;
}

// CONCURRENTLY on something partitioned.
void CheckConcurrent(lint::RuleContext& context, const model::Operation& operation) {
  const auto builds = context.WorkOf(operation, model::WorkKind::kIndexBuild);
  if (!IsPartitioned(context, operation) || builds.empty()) return;
  context
      .Report(
          fmt::format("REINDEX CONCURRENTLY of something partitioned takes SHARE on {}, one after the other, "
                      "before it begins: writes to all of them wait until it has the last one",
                      context.NamesOf(TablesIn(builds))))
      .Help(
          "REINDEX TABLE CONCURRENTLY or REINDEX INDEX CONCURRENTLY of one partition after another, each in "
          "a "
          "migration of its own");
}

std::string HelpForOne(const lint::RuleContext& context, const model::Operation& operation,
                       std::string_view object) {
  if (IsOfExclusion(context, operation.index)) {
    return "an EXCLUDE constraint's index refuses CONCURRENTLY: choose a quiet hour, and set a lock_timeout";
  }
  if (IsPartitioned(context, operation)) {
    return fmt::format(
        "REINDEX {} CONCURRENTLY of one partition after another, each in a migration of its own", object);
  }
  return fmt::format("use REINDEX {} CONCURRENTLY, alone in a migration of its own", object);
}

void CheckOne(lint::RuleContext& context, const model::Operation& operation, const ::ReindexStmt& statement) {
  const bool is_index = statement.kind == REINDEX_OBJECT_INDEX;
  const auto builds = context.WorkOf(operation, model::WorkKind::kIndexBuild);
  const bool is_unknown = is_index && !operation.relation && context.IsExisting(operation.index);
  if (builds.empty() && !is_unknown) return;
  const std::string tables = is_unknown ? "its table" : context.NamesOf(TablesIn(builds));
  context
      .Report(
          fmt::format("REINDEX holds SHARE on {} and ACCESS EXCLUSIVE on each index that it rebuilds: writes "
                      "wait for the whole build, and so do reads, since planning opens every index",
                      tables))
      .Help(HelpForOne(context, operation, is_index ? "INDEX" : "TABLE"));
}

// A schema that this file made holds nothing that others use.
bool IsNewSchema(const lint::RuleContext& context, const ::ReindexStmt& statement) {
  const model::SchemaId schema = context.catalog().FindSchema(sql::Text(statement.name));
  const model::Schema* object = context.After(schema);
  return object != nullptr && object->created_in == context.file().number;
}

void CheckMany(lint::RuleContext& context, std::string_view what, std::string help) {
  context
      .Report(fmt::format(
          "REINDEX {} locks one table after another, each with SHARE, and its indexes with ACCESS "
          "EXCLUSIVE: reads and writes of it wait while they are rebuilt",
          what))
      .Help(std::move(help));
}

void Check(lint::RuleContext& context) {
  const auto* statement = sql::As<::ReindexStmt>(context.statement().statement->node);
  // What PostgreSQL refuses rebuilds nothing.
  if (statement == nullptr || context.statement().failure) return;
  const bool is_concurrent = sql::OptionIsOn(statement->params, "concurrently");
  const model::Operation& operation = context.statement().operations.front();
  switch (statement->kind) {
    case REINDEX_OBJECT_INDEX:
    case REINDEX_OBJECT_TABLE:
      return is_concurrent ? CheckConcurrent(context, operation) : CheckOne(context, operation, *statement);
    case REINDEX_OBJECT_SCHEMA:
      if (is_concurrent || IsNewSchema(context, *statement)) return;
      return CheckMany(context, "SCHEMA", "use REINDEX SCHEMA CONCURRENTLY, alone in a migration of its own");
    case REINDEX_OBJECT_DATABASE:
      if (is_concurrent) return;
      return CheckMany(context, "DATABASE",
                       "use REINDEX DATABASE CONCURRENTLY, outside the migrations: it takes as long as all "
                       "indexes together");
    case REINDEX_OBJECT_SYSTEM:
      if (is_concurrent) return;
      return CheckMany(context, "SYSTEM",
                       "system catalogs refuse CONCURRENTLY: choose a quiet hour, outside the migrations");
  }
}

}  // namespace

const lint::Rule kReindexBlocking{
    {.id = "MIG014",
     .name = "reindex-blocking",
     .severity = lint::Severity::kError,
     .title = "REINDEX without CONCURRENTLY, or of something partitioned",
     .rationale =
         "A plain REINDEX keeps writes to the table waiting, and reads too, because planning a query "
         "opens each index of the table.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kReindex}},
    Check};

}  // namespace lockstep::rules
