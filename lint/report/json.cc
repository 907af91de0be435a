// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "lint/report/report.h"
#include "tool_version.h"

namespace lockstep::lint {

namespace {

// Keys come out in the order written, as the documentation shows them.
using Json = nlohmann::ordered_json;

Json PositionJson(const sql::Position& position) {
  return {{"line", position.line}, {"column", position.column}, {"offset", position.offset}};
}

Json EffectJson(const EffectSummary& effect) {
  Json locks = Json::array();
  for (const auto& lock : effect.locks) locks.push_back({{"relation", lock.relation}, {"mode", lock.mode}});
  Json work = Json::array();
  for (const auto& item : effect.work) work.push_back(item);
  Json json = {{"locks", std::move(locks)}, {"work", std::move(work)}};
  for (const auto& size : effect.sizes)
    json["sizes"].push_back({{"relation", size.relation}, {"rows", size.rows}, {"bytes", size.bytes}});
  if (effect.seconds) json["seconds"] = *effect.seconds;
  return json;
}

Json DiagnosticJson(const FileReport& report, const Diagnostic& diagnostic) {
  Json json = {{"rule", diagnostic.rule},
               {"name", diagnostic.name},
               {"severity", SeverityName(diagnostic.severity)},
               {"message", diagnostic.message},
               {"file", report.file->name()},
               {"start", PositionJson(report.file->PositionOf(diagnostic.span.begin))},
               {"end", PositionJson(report.file->PositionOf(diagnostic.span.end))},
               {"statement", diagnostic.statement},
               {"effect", EffectJson(diagnostic.effect)},
               {"help", diagnostic.help},
               {"runbook", diagnostic.RunbookPath()},
               {"ignored", diagnostic.ignored}};
  if (diagnostic.ignored) json["reason"] = diagnostic.reason;
  return json;
}

}  // namespace

void WriteJson(std::span<const FileReport> reports, std::ostream& out, const ReportStyle& /*style*/) {
  const Counts counts = Count(reports);
  Json diagnostics = Json::array();
  for (const FileReport& report : reports) {
    for (const Diagnostic& diagnostic : report.diagnostics)
      diagnostics.push_back(DiagnosticJson(report, diagnostic));
  }
  const Json document = {{"version", 1},
                         {"tool", {{"name", "lockstep"}, {"version", kToolVersion}}},
                         {"summary",
                          {{"files", counts.files},
                           {"statements", counts.statements},
                           {"errors", counts.errors},
                           {"warnings", counts.warnings},
                           {"infos", counts.infos},
                           {"ignored", counts.ignored}}},
                         {"diagnostics", std::move(diagnostics)}};
  // A file's name need not be UTF-8.
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace lockstep::lint
