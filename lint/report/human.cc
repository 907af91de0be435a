// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lint/effect_summary.h"
#include "lint/report/report.h"
#include "sql/excerpt.h"
#include "sql/printable.h"

namespace lockstep::lint {

namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kBlue = "\x1b[1;34m";
constexpr std::string_view kReset = "\x1b[0m";

std::string_view ColorOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return kRed;
    case Severity::kWarning:
      return kYellow;
    case Severity::kInfo:
      return kBlue;
  }
  return {};
}

class HumanWriter {
 public:
  HumanWriter(std::ostream& out, const ReportStyle& style) : out_(out), style_(style) {}

  void Write(const FileReport& report, const Diagnostic& diagnostic) {
    const sql::Position start = report.file->PositionOf(diagnostic.span.begin);
    const std::string name = sql::Printable(report.file->name());
    out_ << Paint(kBold, fmt::format("{}:{}:{}:", name, start.line, start.column)) << ' '
         << Paint(ColorOf(diagnostic.severity),
                  fmt::format("{}[{}]:", SeverityName(diagnostic.severity), diagnostic.rule))
         << ' ' << sql::Printable(diagnostic.message) << '\n';
    WriteExcerpt(*report.file, diagnostic.span, ColorOf(diagnostic.severity));
    WriteField("effect", EffectText(diagnostic.effect));
    WriteField("help", diagnostic.help);
    WriteField("runbook", diagnostic.RunbookPath());
    out_ << '\n';
  }

  void WriteSummary(const Counts& counts) {
    const bool clean = counts.errors + counts.warnings == 0;
    out_ << Paint(clean ? kBold : ColorOf(counts.errors > 0 ? Severity::kError : Severity::kWarning),
                  SummaryText(counts))
         << '\n';
  }

 private:
  std::string Paint(std::string_view color, std::string_view text) const {
    return style_.color ? fmt::format("{}{}{}", color, text, kReset) : std::string(text);
  }

  void WriteField(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    out_ << "  " << Paint(kBold, fmt::format("{}:", name)) << ' ' << sql::Printable(text) << '\n';
  }

  void WriteExcerpt(const sql::SourceFile& file, sql::Span span, std::string_view color) {
    const sql::Excerpt excerpt = sql::ExcerptOf(file, span);
    out_ << fmt::format("{:>5} | {}\n", excerpt.line_number, excerpt.line);
    out_ << fmt::format("{:>5} | {}{}\n", "", excerpt.indent, Paint(color, std::string(excerpt.width, '^')));
  }

  std::ostream& out_;
  const ReportStyle& style_;
};

}  // namespace

void WriteHuman(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style) {
  HumanWriter writer(out, style);
  for (const FileReport& report : reports) {
    for (const Diagnostic& diagnostic : report.diagnostics) {
      if (!diagnostic.ignored) writer.Write(report, diagnostic);
    }
  }
  if (!style.quiet) writer.WriteSummary(Count(reports));
}

}  // namespace lockstep::lint
