// SPDX-License-Identifier: Apache-2.0
// Report formats: one function and one file each.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lint/diagnostic.h"

namespace lockstep::lint {

struct ReportStyle {
  bool color = false;
  bool quiet = false;  // no summary line
};

// For people: message, source line with the span underlined, effect, help, runbook; a summary line at the
// end.
void WriteHuman(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style);

// One line a finding: path:line:col: severity RULE message
void WriteCompact(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style);

// One document, "version": 1; the fields are the contract of the command line, not our types.
void WriteJson(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style);

// Of CI servers and code hosts. Ignored findings are left out, but for SARIF, where they are suppressed.
void WriteSarif(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style);
void WriteGithub(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style);
void WriteGitlab(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style);
void WriteJunit(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style);
void WriteCheckstyle(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style);

// "1 error, 0 warnings in 2 files (3 statements)"
std::string SummaryText(const Counts& counts);

struct ReportFormat {
  std::string_view name;
  void (*write)(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& style);
  bool shows_effects = false;
};

// In the order in which --help lists them.
std::span<const ReportFormat> AllReportFormats();

}  // namespace lockstep::lint
