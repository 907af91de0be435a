// SPDX-License-Identifier: Apache-2.0
#include "cmd/database_access.h"

#include <fmt/format.h>

#include <algorithm>

#include "cmd/messages.h"
#include "source/directory.h"
#include "sql/error.h"
#include "sql/excerpt.h"
#include "sql/printable.h"

namespace lockstep::cmd {

std::vector<source::Migration> LoadMigrations(CommandContext& context) {
  const std::filesystem::path path = context.MigrationsDirectory();
  source::Directory directory = source::ReadDirectory(path, context.SourceOptions());
  WriteProblems(directory, context);
  const auto errors = std::count_if(
      directory.problems.begin(), directory.problems.end(),
      [](const source::Problem& problem) { return problem.severity == source::ProblemSeverity::kError; });
  if (errors > 0) {
    throw FileError(fmt::format("{}: {} problem{} in the migrations directory; nothing was run",
                                path.string(), errors, errors == 1 ? "" : "s"));
  }
  return source::InRunOrder(std::move(directory));
}

std::string LabelOf(const std::optional<source::Version>& version, std::string_view name) {
  return sql::Printable(version ? fmt::format("{} {}", version->text(), name) : fmt::format("R__{}", name));
}

std::string HistoryTable(CommandContext& context) {
  return context.config().history_table.value_or("public.lockstep_history");
}

ExitCode ExitCodeFor(const pg::DatabaseError& error) {
  switch (error.failure()) {
    case pg::Failure::kUnreachable:
    case pg::Failure::kConnectionLost:
    case pg::Failure::kCommitUnknown:
      return ExitCode::kUnreachable;
    case pg::Failure::kRefused:
      return ExitCode::kRefused;
    case pg::Failure::kBadParameters:
      return ExitCode::kUsage;
    case pg::Failure::kStatement:
      return error.IsReadOnly() || error.LacksPrivilege() ? ExitCode::kRefused : ExitCode::kFailed;
  }
  return ExitCode::kFailed;
}

std::string FormatSqlError(const migrate::SqlError& error) {
  const pg::ServerMessage& message = error.message;
  std::string text;
  if (error.file != nullptr) {
    const size_t offset = error.offset.value_or(error.statement.begin);
    const sql::Position position = error.file->PositionOf(offset);
    text = fmt::format("{}:{}:{}: ", error.file->name(), position.line, position.column);
  }
  text += fmt::format("{}{}: {}\n", message.severity.empty() ? "ERROR" : message.severity,
                      message.sqlstate.empty() ? "" : " " + message.sqlstate, message.message);
  if (error.file != nullptr) {
    const sql::Span span = error.offset ? sql::Span{*error.offset, *error.offset + 1} : error.statement;
    const sql::Excerpt excerpt = sql::ExcerptOf(*error.file, span);
    text += fmt::format("{:>5} | {}\n{:>5} | {}{}\n", excerpt.line_number, excerpt.line, "", excerpt.indent,
                        std::string(excerpt.width, '^'));
  }
  const auto field = [&text](std::string_view name, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {}: {}\n", name, value);
  };
  field("DETAIL", message.detail);
  field("HINT", message.hint);
  field("CONTEXT", message.context);
  return PrintableLines(text);
}

std::string FormatDatabaseError(const pg::DatabaseError& error) {
  std::string text = error.what();
  if (!error.detail().empty()) text += fmt::format("\n  DETAIL: {}", error.detail());
  if (!error.hint().empty()) text += fmt::format("\n  HINT: {}", error.hint());
  return text;
}

std::string FormatDuration(migrate::Milliseconds duration) {
  if (duration.count() < 1000) return fmt::format("{} ms", duration.count());
  return fmt::format("{:.1f} s", static_cast<double>(duration.count()) / 1000.0);
}

}  // namespace lockstep::cmd
