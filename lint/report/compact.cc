// SPDX-License-Identifier: Apache-2.0
#include <fmt/compile.h>
#include <fmt/format.h>

#include <iterator>
#include <string>

#include "lint/report/report.h"
#include "sql/printable.h"

namespace lockstep::lint {

void WriteCompact(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& /*style*/) {
  std::string line;
  std::string lines;
  for (const FileReport& report : reports) {
    lines.clear();
    for (const Diagnostic& diagnostic : report.diagnostics) {
      if (diagnostic.ignored) continue;
      const sql::Position start = report.file->PositionOf(diagnostic.span.begin);
      line.clear();
      fmt::format_to(std::back_inserter(line), FMT_COMPILE("{}:{}:{}: {} {} {}"), report.file->name(),
                     start.line, start.column, SeverityName(diagnostic.severity), diagnostic.rule,
                     diagnostic.message);
      sql::AppendPrintable(lines, line);
      lines += '\n';
    }
    out << lines;
  }
}

}  // namespace lockstep::lint
