// SPDX-License-Identifier: Apache-2.0
#include "lint/linter.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory_resource>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "lint/directive.h"

namespace lockstep::lint {

namespace {

constexpr std::string_view kDirectiveRule = "MIG000";

void AddSyntaxErrors(const sql::Script& script, std::vector<Diagnostic>& diagnostics) {
  for (const sql::Statement& statement : script.statements()) {
    if (!statement.error) continue;
    const size_t begin = std::min(statement.error->offset, script.file().text().size());
    diagnostics.push_back({.rule = kSyntaxRule,
                           .name = kSyntaxRule,
                           .severity = Severity::kError,
                           .message = statement.error->message,
                           .span = {begin, std::max(begin, std::min(begin + 1, script.file().text().size()))},
                           .statement = statement.number});
  }
}

void SortByPosition(std::vector<Diagnostic>& diagnostics) {
  const auto is_before = [](const Diagnostic& left, const Diagnostic& right) {
    return std::pair(left.span.begin, left.rule) < std::pair(right.span.begin, right.rule);
  };
  // Four of five files have them in order, and sorting takes a buffer.
  if (std::is_sorted(diagnostics.begin(), diagnostics.end(), is_before)) return;
  std::stable_sort(diagnostics.begin(), diagnostics.end(), is_before);
}

// Marks what a directive ignores, and reports the directives that are wrong or of no use.
class DirectiveFilter {
 public:
  explicit DirectiveFilter(const Rule& rule) : rule_(rule) {}

  // Returns what is wrong with the directives themselves.
  std::vector<Diagnostic> Apply(const Directives& directives, const LintOptions& options,
                                std::vector<Diagnostic>& diagnostics) {
    if (!directives.valid.empty()) {
      for (Diagnostic& diagnostic : diagnostics) by_statement_.emplace(diagnostic.statement, &diagnostic);
    }
    std::vector<Diagnostic> own;
    for (const BadDirective& bad : directives.bad) {
      own.push_back(About(bad.span, bad.statement, Severity::kError, bad.message, bad.help));
    }
    for (const Directive& directive : directives.valid) {
      for (const std::string& id : directive.rules) {
        const bool selected =
            !options.disabled.contains(id) && (options.only.empty() || options.only.contains(id));
        if (Ignore(directive, id) || !selected) continue;
        own.push_back(About(directive.span, directive.statement + 1, Severity::kWarning,
                            "this directive ignores " + id + ", which the next statement does not trigger",
                            "remove it, or move it to the line above the statement it is for"));
      }
    }
    return own;
  }

 private:
  Diagnostic About(sql::Span span, size_t statement, Severity severity, std::string message,
                   std::string help) const {
    return {.rule = rule_.info.id,
            .name = rule_.info.name,
            .severity = severity,
            .message = std::move(message),
            .span = span,
            .statement = statement,
            .help = std::move(help)};
  }

  bool Ignore(const Directive& directive, std::string_view id) {
    bool used = false;
    const auto [first, last] = by_statement_.equal_range(directive.statement + 1);
    for (auto found = first; found != last; ++found) {
      Diagnostic& diagnostic = *found->second;
      if (diagnostic.rule != id) continue;
      diagnostic.ignored = true;
      diagnostic.reason = directive.reason;
      used = true;
    }
    return used;
  }

  const Rule& rule_;
  std::unordered_multimap<size_t, Diagnostic*> by_statement_;
};

OperationKinds KindsIn(const model::StatementRecord& statement) {
  OperationKinds kinds = OperationKinds::AnyStatement();
  for (const model::Operation& operation : statement.operations) kinds.Add(operation.kind);
  return kinds;
}

// Findings in the code of functions: it says who calls them, and is said once, however often they are called.
class RoutineFindings {
 public:
  explicit RoutineFindings(const model::FileRecord& record) : record_(record) {}

  // Of the statement's findings, which are those from `begin` on.
  void Finish(const model::StatementRecord& statement, std::vector<Diagnostic>& diagnostics, size_t begin) {
    if (statement.part_of == nullptr || statement.part_of->routine.empty()) return;
    const auto first = diagnostics.begin() + static_cast<std::ptrdiff_t>(begin);
    diagnostics.erase(
        std::remove_if(first, diagnostics.end(),
                       [this](const Diagnostic& found) {
                         return !said_.emplace(found.rule, found.span.begin, found.message).second;
                       }),
        diagnostics.end());
    const sql::Script& script = *record_.script;
    const sql::Statement& caller = script.statements()[statement.part_of->caller - 1];
    const size_t line = script.file().PositionOf(caller.span.begin).line;
    for (size_t i = begin; i < diagnostics.size(); ++i) {
      std::string& message = diagnostics[i].message;
      message = fmt::format("in {}, called by line {}: {}", statement.part_of->routine, line, message);
    }
  }

 private:
  const model::FileRecord& record_;
  std::set<std::tuple<std::string_view, size_t, std::string>> said_;  // rule, place, message
};

}  // namespace

const Rule* FindRule(std::span<const Rule* const> rules, std::string_view id) {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [id](const Rule* rule) { return rule->info.id == id; });
  return found == rules.end() ? nullptr : *found;
}

Linter::Linter(LintOptions options, std::span<const Rule* const> rules)
    : options_(std::move(options)),
      rules_(rules),
      replay_({.pg_version = options_.pg_version,
               .time_zone = options_.time_zone,
               .history_is_complete = options_.history_is_complete,
               .start_is_known = options_.start_is_known}) {
  for (const Rule* rule : rules_) {
    if (rule->check == nullptr || !IsEnabled(*rule)) continue;
    const OperationKinds& operations = rule->info.operations;
    SelectedRule selected{.rule = rule,
                          .looked_at = operations.IsEmpty() ? OperationKinds::AnyStatement() : operations};
    const auto severity = options_.severities.find(rule->info.id);
    if (severity != options_.severities.end()) selected.severity = severity->second;
    selected_.push_back(selected);
    if (rule->info.checks_down) selected_for_down_.push_back(selected);
  }
}

bool Linter::IsEnabled(const Rule& rule) const {
  return !options_.disabled.contains(rule.info.id) &&
         (options_.only.empty() || options_.only.contains(rule.info.id));
}

// As the options say: by the sizes of tables, and the severity chosen for the rule.
void Linter::Rate(const SelectedRule& selected, const model::FileRecord& record,
                  const model::StatementRecord& statement, std::span<Diagnostic> findings) const {
  for (Diagnostic& finding : findings) {
    if (options_.sizes)
      Weigh(selected.rule->info, record, statement, *options_.sizes, options_.small_table_rows, finding);
    if (selected.severity) finding.severity = *selected.severity;
  }
}

std::vector<Diagnostic> Linter::RunRules(const model::FileRecord& record, bool only_what_stops) const {
  std::vector<Diagnostic> diagnostics;
  const TransactionFacts facts(record);
  std::pmr::vector<OperationKinds> kinds(record.memory.get());
  kinds.reserve(record.statements.size());
  OperationKinds all_kinds;
  for (const model::StatementRecord& statement : record.statements)
    all_kinds.Add(kinds.emplace_back(KindsIn(statement)));
  RoutineFindings routines(record);
  const Inspection inspection{.file = record,
                              .facts = facts,
                              .pg_version = options_.pg_version,
                              .wants_effects = options_.wants_effects || options_.sizes,
                              .findings = diagnostics};
  for (const SelectedRule& selected : only_what_stops ? selected_for_down_ : selected_) {
    if (!selected.looked_at.Intersects(all_kinds)) continue;
    for (size_t i = 0; i < kinds.size(); ++i) {
      if (!selected.looked_at.Intersects(kinds[i])) continue;
      const size_t before = diagnostics.size();
      RuleContext context(*selected.rule, inspection, i);
      selected.rule->check(context);
      if (diagnostics.size() == before) continue;
      routines.Finish(record.statements[i], diagnostics, before);
      Rate(selected, record, record.statements[i], std::span(diagnostics).subspan(before));
    }
  }
  return diagnostics;
}

FileReport Linter::Report(const sql::Script& script, const model::FileRecord& record,
                          bool only_what_stops) const {
  FileReport report{.file = &script.file(), .statements = script.statements().size()};
  report.diagnostics = RunRules(record, only_what_stops);
  const Rule* directive_rule = FindRule(rules_, kDirectiveRule);
  const auto is_rule = [this](std::string_view id) { return FindRule(rules_, id) != nullptr; };
  const Directives directives = ReadDirectives(script, is_rule);
  if (directive_rule != nullptr) {
    auto own = DirectiveFilter(*directive_rule).Apply(directives, options_, report.diagnostics);
    const bool wanted = IsEnabled(*directive_rule) && !only_what_stops;
    if (wanted) std::move(own.begin(), own.end(), std::back_inserter(report.diagnostics));
  }
  AddSyntaxErrors(script, report.diagnostics);
  SortByPosition(report.diagnostics);
  return report;
}

void Linter::ReplaySilently(const sql::SourceFile& file, model::Runner runner,
                            std::optional<bool> no_transaction) {
  const sql::Script script = sql::Script::Parse(file);
  replay_.Run(script, runner, no_transaction);
}

FileReport Linter::Lint(const sql::SourceFile& file, model::Runner runner,
                        std::optional<bool> no_transaction) {
  const sql::Script script = sql::Script::Parse(file);
  const model::FileRecord record = replay_.Run(script, runner, no_transaction);
  return Report(script, record, false);
}

FileReport Linter::LintDown(const sql::SourceFile& file, model::Runner runner, bool all_rules,
                            std::optional<bool> no_transaction) {
  const sql::Script script = sql::Script::Parse(file);
  const model::Snapshot before = replay_.TakeSnapshot();
  const model::FileRecord record = replay_.Run(script, runner, no_transaction);
  FileReport report = Report(script, record, !all_rules);
  replay_.RestoreTo(before);
  return report;
}

}  // namespace lockstep::lint
