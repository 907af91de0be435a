// SPDX-License-Identifier: Apache-2.0
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "lint/report/report.h"
#include "tool_version.h"

namespace lockstep::lint {

namespace {

using Json = nlohmann::ordered_json;

std::string_view Level(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "note";
  }
  return {};
}

// A path as a relative or absolute URI reference (RFC 3986).
std::string UriOf(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/";
  std::string uri;
  for (const char letter : path) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool is_alphanumeric =
        (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
    if (is_alphanumeric || kPlain.find(letter) != std::string_view::npos) {
      uri += letter;
    } else {
      uri += fmt::format("%{:02X}", byte);
    }
  }
  return uri;
}

Json ResultJson(const FileReport& report, const Diagnostic& diagnostic) {
  const sql::Position start = report.file->PositionOf(diagnostic.span.begin);
  const sql::Position end = report.file->PositionOf(diagnostic.span.end);
  const std::string text =
      diagnostic.help.empty() ? diagnostic.message : diagnostic.message + "\nhelp: " + diagnostic.help;
  Json result = {{"ruleId", diagnostic.rule},
                 {"level", Level(diagnostic.severity)},
                 {"message", {{"text", text}}},
                 {"locations",
                  {{{"physicalLocation",
                     {{"artifactLocation", {{"uri", UriOf(report.file->name())}}},
                      {"region",
                       {{"startLine", start.line},
                        {"startColumn", start.column},
                        {"endLine", end.line},
                        {"endColumn", end.column}}}}}}}}};
  if (diagnostic.ignored)
    result["suppressions"] = {{{"kind", "inSource"}, {"justification", diagnostic.reason}}};
  return result;
}

}  // namespace

void WriteSarif(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& /*style*/) {
  std::map<std::string_view, std::string_view> names;
  Json results = Json::array();
  for (const FileReport& report : reports) {
    for (const Diagnostic& diagnostic : report.diagnostics) {
      names.emplace(diagnostic.rule, diagnostic.name);
      results.push_back(ResultJson(report, diagnostic));
    }
  }
  Json rules = Json::array();
  for (const auto& [id, name] : names) rules.push_back({{"id", id}, {"name", name}});
  const Json driver = {{"name", "lockstep"}, {"version", kToolVersion}, {"rules", std::move(rules)}};
  const Json run = {
      {"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  const Json document = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                         {"version", "2.1.0"},
                         {"runs", Json::array({run})}};
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace lockstep::lint
