// SPDX-License-Identifier: Apache-2.0
#include "lint/report/report.h"

#include <fmt/format.h>

#include <array>

namespace lockstep::lint {

namespace {

constexpr std::array<ReportFormat, 8> kFormats = {{
    {"human", WriteHuman, true},
    {"compact", WriteCompact},
    {"json", WriteJson, true},
    {"sarif", WriteSarif},
    {"github", WriteGithub},
    {"gitlab", WriteGitlab},
    {"junit", WriteJunit},
    {"checkstyle", WriteCheckstyle},
}};

}  // namespace

std::string SummaryText(const Counts& counts) {
  const auto number = [](size_t count, std::string_view word) {
    return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
  };
  std::string text =
      fmt::format("{}, {} in {} ({})", number(counts.errors, "error"), number(counts.warnings, "warning"),
                  number(counts.files, "file"), number(counts.statements, "statement"));
  if (counts.infos > 0) text += fmt::format(", {}", number(counts.infos, "note"));
  if (counts.ignored > 0) text += fmt::format(", {} ignored with a reason", counts.ignored);
  return text;
}

std::span<const ReportFormat> AllReportFormats() { return kFormats; }

}  // namespace lockstep::lint
