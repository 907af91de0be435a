// SPDX-License-Identifier: Apache-2.0
// JUnit's XML: a file is a suite, each of its findings a case that failed; a file without findings is one
// that passed. Notes fail nothing.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "lint/report/report.h"
#include "lint/report/xml_text.h"

namespace lockstep::lint {

namespace {

bool Fails(const Diagnostic& diagnostic) {
  return !diagnostic.ignored && diagnostic.severity != Severity::kInfo;
}

std::string CaseOf(const FileReport& report, const Diagnostic& diagnostic) {
  const sql::Position start = report.file->PositionOf(diagnostic.span.begin);
  const std::string place = fmt::format("{}:{}:{}", report.file->name(), start.line, start.column);
  std::string text = place + ": " + diagnostic.message;
  if (!diagnostic.help.empty()) text += "\nhelp: " + diagnostic.help;
  return fmt::format(
      "    <testcase name=\"{} {}:{}\" classname=\"{}\">\n"
      "      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
      XmlText(diagnostic.rule), start.line, start.column, XmlText(report.file->name()),
      SeverityName(diagnostic.severity), XmlText(diagnostic.message), XmlText(text));
}

}  // namespace

void WriteJunit(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& /*style*/) {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lockstep lint\">\n";
  for (const FileReport& report : reports) {
    const auto failures = std::count_if(report.diagnostics.begin(), report.diagnostics.end(), Fails);
    const std::string name = XmlText(report.file->name());
    out << fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", name,
                       std::max<std::ptrdiff_t>(failures, 1), failures);
    if (failures == 0) out << fmt::format("    <testcase name=\"lint\" classname=\"{}\"/>\n", name);
    for (const Diagnostic& diagnostic : report.diagnostics) {
      if (Fails(diagnostic)) out << CaseOf(report, diagnostic);
    }
    out << "  </testsuite>\n";
  }
  out << "</testsuites>\n";
}

}  // namespace lockstep::lint
