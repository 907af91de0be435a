// SPDX-License-Identifier: Apache-2.0
// Workflow commands, which GitHub Actions shows as annotations of the lines.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
#include <fmt/format.h>

#include "lint/report/report.h"

namespace lockstep::lint {

namespace {

std::string_view Command(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "notice";
  }
  return {};
}

// What ends a command, and what ends a property, is written as in a URI.
std::string Escape(std::string_view text, std::string_view special) {
  std::string escaped;
  for (const char letter : text) {
    if (special.find(letter) == std::string_view::npos) {
      escaped += letter;
    } else {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
  }
  return escaped;
}

std::string Data(std::string_view text) { return Escape(text, "%\r\n"); }
std::string Property(std::string_view text) { return Escape(text, "%\r\n:,"); }

}  // namespace

void WriteGithub(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style) {
  for (const FileReport& report : reports) {
    for (const Diagnostic& diagnostic : report.diagnostics) {
      if (diagnostic.ignored) continue;
      const sql::Position start = report.file->PositionOf(diagnostic.span.begin);
      const sql::Position end = report.file->PositionOf(diagnostic.span.end);
      std::string text = diagnostic.message;
      if (!diagnostic.help.empty()) text += "\nhelp: " + diagnostic.help;
      out << fmt::format("::{} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
                         Command(diagnostic.severity), Property(report.file->name()), start.line, end.line,
                         start.column, end.column,
                         Property(fmt::format("{} {}", diagnostic.rule, diagnostic.name)), Data(text));
    }
  }
  if (!style.quiet) out << SummaryText(Count(reports)) << '\n';
}

}  // namespace lockstep::lint
