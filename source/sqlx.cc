// SPDX-License-Identifier: Apache-2.0
#include "source/sqlx.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "source/numbered_name.h"
#include "source/pairs.h"
#include "source/reader.h"
#include "source/text.h"

namespace lockstep::source {
namespace {

constexpr std::string_view kNoTransaction = "-- no-transaction";

struct Name {
  NumberedName numbered;
  Direction direction = Direction::kUp;
};

std::optional<Name> ParseName(std::string_view name) {
  const std::optional<NumberedName> numbered = ParseNumberedName(name);
  if (!numbered) return std::nullopt;
  Name parsed{.numbered = *numbered};
  if (TakeSuffix(parsed.numbered.title, ".down")) {
    parsed.direction = Direction::kDown;
  } else {
    TakeSuffix(parsed.numbered.title, ".up");
  }
  return parsed;
}

Claim ClaimEntry(const Entry& entry) {
  if (!ParseName(entry.name)) return Claim::kNone;
  std::string_view head = entry.head;
  TakePrefix(head, "\xEF\xBB\xBF");
  return head.starts_with(kNoTransaction) ? Claim::kByAnnotation : Claim::kByName;
}

// sqlx looks at nothing but the first bytes of a file.
void RefuseLateAnnotations(Reader& reader, const sql::SourceFile& file) {
  file.ForEachLine([&](size_t number, sql::Span line) {
    if (number == 1 || Trim(file.Text(line)) != kNoTransaction) return;
    reader.ErrorAt(file, line.begin, "-- no-transaction is heeded in the first line only: move it there");
  });
}

std::optional<Part> ReadPart(Reader& reader, const std::filesystem::path& path) {
  std::optional<sql::SourceFile> file = reader.ReadFile(path);
  if (!file) return std::nullopt;
  RefuseLateAnnotations(reader, *file);
  const bool no_transaction = file->body().starts_with(kNoTransaction);
  return MakePart(*std::move(file), no_transaction);
}

std::optional<std::string> WhyNoMigration(std::string_view name) {
  if (auto why = WhyNotNumbered(name)) return why;
  if (!name.ends_with(".sql") || name.find('_') == std::string_view::npos) return std::nullopt;
  // Of such a one sqlx says that the version is no number, and runs nothing.
  return "is no migration as its name has no version: rename it to VERSION_TITLE.sql, or move it elsewhere";
}

void Read(std::span<const Entry> entries, const Environment& /*environment*/, Directory& directory) {
  Reader reader(directory);
  Pairs pairs(reader);
  for (const Entry& entry : entries) {
    if (const std::optional<Name> name = ParseName(entry.name)) {
      pairs.Add({entry.path, *Version::Parse(name->numbered.version), std::string(name->numbered.title),
                 name->direction});
    } else if (const std::optional<std::string> why = WhyNoMigration(entry.name)) {
      reader.Error(entry.path, *why);
    } else {
      reader.Warn(entry.path, "is no migration");
    }
  }
  pairs.Read([&reader](const std::filesystem::path& path) { return ReadPart(reader, path); });
}

std::vector<NewFile> Create(const Directory& directory, std::string_view version, std::string_view title) {
  if (!directory.migrations.empty() && !directory.HasDowns())
    return {{fmt::format("{}_{}.sql", version, title)}};
  return {{fmt::format("{}_{}.up.sql", version, title)}, {fmt::format("{}_{}.down.sql", version, title)}};
}

}  // namespace

const Format kSqlx = {.name = "sqlx", .runner = "sqlx", .claim = ClaimEntry, .read = Read, .create = Create};

}  // namespace lockstep::source
