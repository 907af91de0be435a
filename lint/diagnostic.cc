// SPDX-License-Identifier: Apache-2.0
#include "lint/diagnostic.h"

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
  counts.files = reports.size();
  for (const FileReport& report : reports) {
    counts.statements += report.statements;
    for (const Diagnostic& diagnostic : report.diagnostics) CountOne(diagnostic, counts);
  }
  return counts;
}

}  // namespace lockstep::lint
