// SPDX-License-Identifier: Apache-2.0
#include "lint/rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "lint/effect_summary.h"
#include "model/description.h"
#include "sql/name.h"
#include "sql/nodes.h"
#include "sql/statement_parts.h"

namespace lockstep::lint {

bool RuleContext::LockTimeoutIsSet() const {
  const int64_t timeout = statement().lock_timeout_ms;
  // Our own runner sets one wherever the file does not.
  return timeout > 0 || (timeout == model::Settings::kUnset && file().runner == model::Runner::kLockstep);
}

std::string RuleContext::NameOf(model::RelationId relation) const {
  return file().NameOf(relation, statement());
}

std::string RuleContext::NameOf(const HeldLock& lock) const {
  return RuleContext(rule_, inspection_, lock.statement).NameOf(lock.relation);
}

std::string RuleContext::NameOf(model::ColumnId column) const {
  const model::Column* object = Before(column);
  if (object == nullptr) object = After(column);
  if (object == nullptr) object = catalog().GetFirst(column);
  return object == nullptr ? "?" : sql::QuoteIdentifier(object->name);
}

std::string RuleContext::Describe(model::ObjectId object) const {
  return model::Describe(catalog(), object, statement().before);
}

const model::Relation* RuleContext::SuccessorOf(model::RelationId relation) const {
  const model::Relation* object = Before(relation);
  if (object == nullptr) return nullptr;
  const model::Snapshot end = file().statements[facts().LastOf(index_)].after;
  const model::RelationId successor = catalog().FindRelation(object->schema, object->name, end);
  return successor == relation ? nullptr : catalog().Get(successor, end);
}

OperationsOfKind RuleContext::Operations(model::OperationKind kind) const {
  const OperationKinds& looked_at = rule_.info.operations;
  if (!looked_at.IsEmpty() && !looked_at.Intersects({kind}))
    throw std::logic_error(fmt::format("{} does not say that it looks at such operations", rule_.info.id));
  return {statement().operations, kind};
}

std::vector<model::Work> RuleContext::WorkOf(const model::Operation& operation, model::WorkKind kind) const {
  std::vector<model::Work> result;
  for (const model::Work& work : statement().work) {
    if (work.kind != kind || !IsExisting(work.table)) continue;
    if (BelongsTo(statement(), work.operation, operation)) result.push_back(work);
  }
  return result;
}

std::string RuleContext::NamesOf(const std::vector<model::RelationId>& relations) const {
  constexpr size_t kShown = 3;
  std::vector<model::RelationId> all = relations;
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::string names;
  size_t count = 0;
  for (const model::RelationId relation : all) {
    if (count++ == kShown) return names + fmt::format(" and {} more", all.size() - kShown);
    names += (names.empty() ? "" : ", ") + NameOf(relation);
  }
  return names;
}

std::string RuleContext::TablesOf(const std::vector<model::Work>& work) const {
  std::vector<model::RelationId> tables;
  for (const model::Work& item : work) tables.push_back(item.table);
  return NamesOf(tables);
}

std::string RuleContext::LineOf(size_t statement) const {
  const sql::Statement& object = *file().statements[statement].statement;
  return fmt::format("line {}", file().script->file().PositionOf(object.span.begin).line);
}

Finding RuleContext::Add(Diagnostic diagnostic) {
  diagnostic.rule = rule_.info.id;
  diagnostic.name = rule_.info.name;
  diagnostic.severity = rule_.info.severity;
  diagnostic.statement = statement().statement->number;
  inspection_.findings.push_back(std::move(diagnostic));
  return Finding(inspection_.findings.back());
}

// As narrow as the nodes allow.
sql::Span RuleContext::SpanOf(const model::Operation& operation) const {
  const sql::Statement& statement = *this->statement().statement;
  const sql::SourceFile& source = file().script->file();
  const auto* alter = sql::As<::AlterTableStmt>(statement.node);
  if (alter == nullptr || !statement.has_places || operation.kind == model::OperationKind::kAlterTable)
    return statement.span;
  if (operation.location >= 0)
    return sql::ElementAt(source, statement.span, statement.OffsetOf(operation.location));
  return sql::ElementBehindName(source, statement.span, statement.OffsetOf(alter->relation->location),
                                operation.part);
}

// Of the statement where there is no operation.
EffectSummary RuleContext::EffectOf(const model::Operation* operation) const {
  return inspection_.wants_effects ? Summarise(file(), statement(), operation) : EffectSummary{};
}

Finding RuleContext::Report(const model::Operation& operation, std::string message) {
  return Add({.message = std::move(message), .span = SpanOf(operation), .effect = EffectOf(&operation)});
}

Finding RuleContext::Report(sql::Span span, std::string message) {
  return Add({.message = std::move(message), .span = span});
}

Finding RuleContext::Report(std::string message) {
  return Add(
      {.message = std::move(message), .span = statement().statement->span, .effect = EffectOf(nullptr)});
}

}  // namespace lockstep::lint
