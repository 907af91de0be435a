// SPDX-License-Identifier: Apache-2.0
// GitLab's code quality report. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "lint/report/report.h"
#include "source/checksum.h"

namespace lockstep::lint {

namespace {

using Json = nlohmann::ordered_json;

std::string_view SeverityOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "major";
    case Severity::kWarning:
      return "minor";
    case Severity::kInfo:
      return "info";
  }
  return {};
}

}  // namespace

void WriteGitlab(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& /*style*/) {
  Json issues = Json::array();
  // What is found again goes by its fingerprint, which is that of no other: lines may move, so it is not of
  // them.
  std::map<std::string, size_t> seen;
  for (const FileReport& report : reports) {
    for (const Diagnostic& diagnostic : report.diagnostics) {
      if (diagnostic.ignored) continue;
      const std::string identity =
          fmt::format("{}\n{}\n{}", report.file->name(), diagnostic.rule, diagnostic.message);
      issues.push_back({{"description", diagnostic.message},
                        {"check_name", diagnostic.rule},
                        {"fingerprint", source::Checksum(fmt::format("{}\n{}", identity, ++seen[identity]))},
                        {"severity", SeverityOf(diagnostic.severity)},
                        {"location",
                         {{"path", report.file->name()},
                          {"lines", {{"begin", report.file->PositionOf(diagnostic.span.begin).line}}}}}});
    }
  }
  out << issues.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace lockstep::lint
