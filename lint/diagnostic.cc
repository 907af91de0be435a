// SPDX-License-Identifier: Apache-2.0
#include "lint/diagnostic.h"

#include <fmt/format.h>

#include <set>

namespace lockstep::lint {

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return {};
}

std::string RunbookPathOf(std::string_view rule_name) { return fmt::format("runbooks/{}.md", rule_name); }

std::string Diagnostic::RunbookPath() const {
  return name.empty() || rule == kSyntaxRule ? std::string() : RunbookPathOf(name);
}

namespace {

void CountOne(const Diagnostic& diagnostic, Counts& counts) {
  if (diagnostic.ignored) {
    ++counts.ignored;
    return;
  }
  switch (diagnostic.severity) {
    case Severity::kInfo:
      ++counts.infos;
      return;
    case Severity::kWarning:
      ++counts.warnings;
      return;
    case Severity::kError:
      ++counts.errors;
      if (diagnostic.rule == kSyntaxRule) ++counts.syntax_errors;
      return;
  }
}

}  // namespace

Counts Count(std::span<const FileReport> reports) {
  Counts counts;
  std::set<std::string_view> files;  // the two parts of one file have a report each
  for (const FileReport& report : reports) {
    files.insert(report.file->name());
    counts.statements += report.statements;
    for (const Diagnostic& diagnostic : report.diagnostics) CountOne(diagnostic, counts);
  }
  counts.files = files.size();
  return counts;
}

}  // namespace lockstep::lint
