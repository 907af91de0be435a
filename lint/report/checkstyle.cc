// SPDX-License-Identifier: Apache-2.0
// Checkstyle's XML, which many CI servers and editors read.
// https://github.com/checkstyle/checkstyle/blob/master/src/main/java/com/puppycrawl/tools/checkstyle/XMLLogger.java
#include <fmt/format.h>

#include "lint/report/report.h"
#include "lint/report/xml_text.h"

namespace lockstep::lint {

void WriteCheckstyle(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& /*style*/) {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
  for (const FileReport& report : reports) {
    out << fmt::format("  <file name=\"{}\">\n", XmlText(report.file->name()));
    for (const Diagnostic& diagnostic : report.diagnostics) {
      if (diagnostic.ignored) continue;
      const sql::Position start = report.file->PositionOf(diagnostic.span.begin);
      out << fmt::format(
          "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"lockstep.{}\"/>\n",
          start.line, start.column, SeverityName(diagnostic.severity), XmlText(diagnostic.message),
          XmlText(diagnostic.rule));
    }
    out << "  </file>\n";
  }
  out << "</checkstyle>\n";
}

}  // namespace lockstep::lint
