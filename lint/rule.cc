// SPDX-License-Identifier: Apache-2.0
#include "lint/rule.h"

#include "lint/effect_summary.h"
#include "sql/statement_parts.h"
#include "sql/name.h"

namespace lockstep::lint {

std::string Rule::RunbookPath() const { return "runbooks/" + std::string(info.name) + ".md"; }

std::string RuleContext::NameOf(model::RelationId relation) const {
  const bool was_there = Before(relation) != nullptr;
  return catalog().DisplayName(relation, was_there ? statement().before : statement().after);
}

std::string RuleContext::NameOf(model::ColumnId column) const {
  const model::Column* object = Before(column);
  if (object == nullptr) object = After(column);
  if (object == nullptr) object = catalog().GetFirst(column);
  return object == nullptr ? "?" : sql::QuoteIdentifier(object->name);
}

uint32_t RuleContext::NumberOf(const model::Operation& operation) const {
  return static_cast<uint32_t>(&operation - statement().operations.data());
}

std::vector<model::Work> RuleContext::WorkOf(const model::Operation& operation) const {
  std::vector<model::Work> result;
  const uint32_t number = NumberOf(operation);
  for (const model::Work& work : statement().work) {
    if (work.operation == number && IsExisting(work.table)) result.push_back(work);
  }
  return result;
}

Finding RuleContext::Add(Diagnostic diagnostic) {
  diagnostic.rule = rule_.info.id;
  diagnostic.name = rule_.info.name;
  diagnostic.severity = rule_.info.severity;
  diagnostic.statement = index_ + 1;
  out_.push_back(std::move(diagnostic));
  return Finding(out_.back());
}

Finding RuleContext::Report(const model::Operation& operation, std::string message) {
  const sql::Statement& statement = *this->statement().statement;
  const sql::SourceFile& source = file_.script->file();
  sql::Span span = statement.span;
  if (operation.part > 0) span = sql::ElementOfList(source, statement.span, operation.part);
  // A table's name inside CREATE INDEX says less than the statement does.
  const bool has_own_place = operation.location >= 0 && this->statement().operations.size() > 1;
  if (has_own_place && operation.kind != model::OperationKind::kAlterTable) {
    span = sql::ElementAt(source, statement.span, statement.OffsetOf(operation.location));
  }
  return Add({.message = std::move(message),
              .span = span,
              .effect = Summarise(file_, this->statement(), NumberOf(operation))});
}

Finding RuleContext::Report(std::string message) {
  return Add({.message = std::move(message),
              .span = statement().statement->span,
              .effect = Summarise(file_, statement(), std::nullopt)});
}

}  // namespace lockstep::lint
