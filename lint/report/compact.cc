// SPDX-License-Identifier: Apache-2.0
#include <fmt/compile.h>
#include <fmt/format.h>

#include "lint/report/report.h"
#include "sql/printable.h"

namespace lockstep::lint {

void WriteCompact(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& /*style*/) {
  for (const FileReport& report : reports) {
    std::string lines;
    for (const Diagnostic& diagnostic : report.diagnostics) {
      if (diagnostic.ignored) continue;
      const sql::Position start = report.file->PositionOf(diagnostic.span.begin);
      lines += sql::Printable(fmt::format(FMT_COMPILE("{}:{}:{}: {} {} {}"), report.file->name(), start.line,
                                          start.column, SeverityName(diagnostic.severity), diagnostic.rule,
                                          diagnostic.message));
      lines += '\n';
    }
    out << lines;
  }
}

}  // namespace lockstep::lint
