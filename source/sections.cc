// SPDX-License-Identifier: Apache-2.0
#include "source/sections.h"

#include <string>
#include <utility>

#include <fmt/format.h>

namespace lockstep::source {
namespace {

size_t BeginOfLine(const sql::SourceFile& file, size_t number) {
  return number > file.line_count() ? file.text().size() : file.Line(number).begin;
}

sql::SourceFile SectionOf(const sql::SourceFile& file, const Section& section) {
  return file.Section({BeginOfLine(file, section.begin), BeginOfLine(file, section.end)});
}

std::optional<Part> PartOf(const std::optional<Section>& section, const sql::SourceFile& file,
                           const sql::SourceFile& run) {
  if (!section) return std::nullopt;
  Part part = MakePart(SectionOf(file, *section), section->no_transaction);
  part.file = SectionOf(run, *section);
  return part;
}

void WarnIfEmpty(Reader& reader, const std::optional<Part>& part, std::string_view direction) {
  if (!part || !IsEmptyBody(part->file)) return;
  reader.WarnAt(part->file, part->file.body_begin(), fmt::format("the {} part has no statements", direction));
}

}  // namespace

void AddMigration(Reader& reader, const Version& version, std::string_view title, const Sections& sections,
                  const sql::SourceFile& file, const sql::SourceFile& run) {
  Migration migration{.version = version,
                      .name = std::string(title),
                      .up = PartOf(sections.up, file, run),
                      .down = PartOf(sections.down, file, run)};
  WarnIfEmpty(reader, migration.up, "up");
  WarnIfEmpty(reader, migration.down, "down");
  reader.directory().migrations.push_back(std::move(migration));
}

}  // namespace lockstep::source
