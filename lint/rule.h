// SPDX-License-Identifier: Apache-2.0
// What a rule is: data about itself, and a function that looks at one statement of a finished record.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/diagnostic.h"
#include "lint/operation_kinds.h"
#include "lint/operations_of_kind.h"
#include "lint/transaction_facts.h"
#include "model/record.h"

namespace lockstep::lint {

class RuleContext;

struct RuleInfo {
  std::string_view id;         // "MIG001"; stable for ever
  std::string_view name;       // kebab-case, names the hazard
  Severity severity;           // a rule may report less where it knows better
  std::string_view title;      // one line, for lists
  std::string_view rationale;  // why it is a hazard, one or two sentences
  // All its harm is the time that others wait for: on a small table it is a warning (weight.h).
  bool is_time_under_lock = false;
  bool checks_down = false;  // also on down parts that are not linted: what would stop them from running
  // All that it looks at: of a statement without such an operation it has nothing to say. Empty: it looks at
  // every statement.
  OperationKinds operations = {};
};

// Keeps no state; called for each statement of a file, after the whole file has been replayed.
struct Rule {
  RuleInfo info;
  void (*check)(RuleContext& context);

  std::string RunbookPath() const { return RunbookPathOf(info.name); }
};

// Finishes a finding that a rule has reported.
class Finding {
 public:
  explicit Finding(Diagnostic& diagnostic) : diagnostic_(diagnostic) {}

  Finding& Help(std::string text) {
    diagnostic_.help = std::move(text);
    return *this;
  }
  Finding& As(Severity severity) {
    diagnostic_.severity = severity;
    return *this;
  }

 private:
  Diagnostic& diagnostic_;
};

// One file, as all rules look at it.
struct Inspection {
  const model::FileRecord& file;
  const TransactionFacts& facts;
  int pg_version;
  bool wants_effects;                 // whether findings tell what their statements lock and do
  std::vector<Diagnostic>& findings;  // of the rules before, then of the one that looks
};

// One rule on one statement. Rules ask it, never each other.
class RuleContext {
 public:
  RuleContext(const Rule& rule, const Inspection& inspection, size_t statement)
      : rule_(rule), inspection_(inspection), index_(statement) {}

  const model::FileRecord& file() const { return inspection_.file; }
  const model::StatementRecord& statement() const { return file().statements[index_]; }
  size_t index() const { return index_; }
  int pg_version() const { return inspection_.pg_version; }
  const TransactionFacts& facts() const { return inspection_.facts; }
  const model::Catalog& catalog() const { return *file().catalog; }

  // An object as it was right before, or right after, the statement.
  template <typename T>
  const T* Before(model::Id<T> id) const {
    return catalog().Get(id, statement().before);
  }
  template <typename T>
  const T* After(model::Id<T> id) const {
    return catalog().Get(id, statement().after);
  }
  // As it was when the statement's transaction began.
  template <typename T>
  const T* BeforeTransaction(model::Id<T> id) const {
    return catalog().Get(id, file().statements[facts().FirstOf(index_)].before);
  }
  // As the statement's transaction leaves it.
  template <typename T>
  const T* AfterTransaction(model::Id<T> id) const {
    return catalog().Get(id, file().statements[facts().LastOf(index_)].after);
  }

  // Whether others may be waiting for it: it was there before this file.
  bool IsExisting(model::RelationId relation) const { return file().IsExisting(relation); }
  // Whether the statement waits for locks for a bounded time only: by the file's settings or the runner's.
  bool LockTimeoutIsSet() const;
  // The name that the statement knows it by: "public.orders".
  std::string NameOf(model::RelationId relation) const;
  std::string NameOf(model::ColumnId column) const;
  // Of the relation that it is on, which may be dropped by now.
  std::string NameOf(const HeldLock& lock) const;
  // "view public.totals", "column mood of table public.users": as it was before the statement.
  std::string Describe(model::ObjectId object) const;
  // What bears the relation's name when the statement's transaction ends; null: nothing, or still the
  // relation.
  const model::Relation* SuccessorOf(model::RelationId relation) const;

  // The operations of a kind, one that the rule says it looks at.
  OperationsOfKind Operations(model::OperationKind kind) const;
  // The work of a kind that an operation does, wherever it is carried out, on tables that others may be
  // waiting for.
  std::vector<model::Work> WorkOf(const model::Operation& operation, model::WorkKind kind) const;

  // For messages: "public.a, public.b, public.c and 2 more". Each once.
  std::string NamesOf(const std::vector<model::RelationId>& relations) const;
  std::string TablesOf(const std::vector<model::Work>& work) const;
  // "line 7": where a statement of the file begins.
  std::string LineOf(size_t statement) const;
  // Whether the rule has reported something in this file before.
  bool HasReported() const {
    return !inspection_.findings.empty() && inspection_.findings.back().rule == rule_.info.id;
  }

  // Reports at an operation, with its effect; or at the whole statement, with all that it does.
  Finding Report(const model::Operation& operation, std::string message);
  Finding Report(std::string message);
  // Reports at a place in the statement, without an effect.
  Finding Report(sql::Span span, std::string message);

 private:
  sql::Span SpanOf(const model::Operation& operation) const;
  EffectSummary EffectOf(const model::Operation* operation) const;
  Finding Add(Diagnostic diagnostic);

  const Rule& rule_;
  const Inspection& inspection_;
  size_t index_;
};

}  // namespace lockstep::lint
