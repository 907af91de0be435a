// SPDX-License-Identifier: Apache-2.0
#include "source/dbmate.h"

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "source/numbered_name.h"
#include "source/reader.h"
#include "source/sections.h"
#include "source/text.h"

namespace lockstep::source {
namespace {

// "-- migrate:up transaction:false" taken apart. The views are into the line.
struct Annotation {
  std::string_view name;     // behind the colon: "up", "down", or what is wrong
  std::string_view options;  // behind the name
};

std::optional<Annotation> ParseAnnotation(std::string_view line) {
  std::string_view text = Trim(line);
  if (!TakePrefix(text, "--")) return std::nullopt;
  text = Trim(text);
  if (!TakePrefix(text, "migrate:")) return std::nullopt;
  Annotation annotation;
  if (!text.empty() && Trim(text.substr(0, 1)).empty()) return annotation;  // "migrate: up"
  annotation.name = TakeWord(text);
  annotation.options = text;
  return annotation;
}

bool IsDirection(const Annotation& annotation) {
  return annotation.name == "up" || annotation.name == "down";
}

// ^([0-9]+)_?(.*)\.sql$
std::optional<NumberedName> ParseName(std::string_view name) {
  NumberedName parsed;
  if (!TakeSuffix(name, ".sql")) return std::nullopt;
  parsed.version = TakeDigits(name);
  if (parsed.version.empty()) return std::nullopt;
  TakePrefix(name, "_");
  parsed.title = name;
  return parsed;
}

class Parser {
 public:
  Parser(Reader& reader, const sql::SourceFile& file) : reader_(reader), file_(file) {}

  // Nothing when there are errors, which are then reported.
  std::optional<Sections> Parse() {
    file_.ForEachLine([this](size_t number, sql::Span line) {
      line_ = number;
      TakeLine(file_.Text(line));
    });
    if (!has_errors_ && !sections_.up) FailFile("has no -- migrate:up: put it on the line above the SQL");
    if (!has_errors_ && !sections_.down) {
      FailFile("has no -- migrate:down, which dbmate insists on: put it at the end, even if nothing follows");
    }
    if (has_errors_) return std::nullopt;
    return sections_;
  }

 private:
  void TakeLine(std::string_view line) {
    if (const auto annotation = ParseAnnotation(line)) return Take(*annotation, line);
    const std::string_view text = Trim(line);
    if (sections_.up || has_errors_ || text.empty() || text.starts_with("--")) return;
    Fail("this stands before -- migrate:up, where dbmate takes comments only");
  }

  void Take(const Annotation& annotation, std::string_view line) {
    if (!IsDirection(annotation)) {
      return Fail(
          fmt::format("\"{}\" is no annotation that dbmate knows: those are -- migrate:up and "
                      "-- migrate:down",
                      Trim(line)));
    }
    if (!line.starts_with("--")) return Fail("an annotation has to stand at the very beginning of its line");
    const Section section{
        .begin = line_ + 1, .end = file_.line_count() + 1, .no_transaction = ReadOptions(annotation.options)};
    if (annotation.name == "up") {
      if (sections_.up) return Fail("a second -- migrate:up: a migration has one");
      sections_.up = section;
      return;
    }
    if (!sections_.up) return Fail("-- migrate:down stands before -- migrate:up: put the up part first");
    if (sections_.down) return Fail("a second -- migrate:down: a migration has one");
    sections_.up->end = line_;
    sections_.down = section;
  }

  // Whether they ask for no transaction.
  bool ReadOptions(std::string_view options) {
    bool no_transaction = false;
    for (std::string_view word = TakeWord(options); !word.empty(); word = TakeWord(options)) {
      if (word == "transaction:false") {
        no_transaction = true;
      } else if (word != "transaction:true") {
        const size_t offset = static_cast<size_t>(word.data() - file_.text().data());
        FailAt(offset, fmt::format("\"{}\" is no option that dbmate knows: the only one is "
                                   "transaction:false",
                                   word));
      }
    }
    return no_transaction;
  }

  void Fail(std::string_view what) { FailAt(file_.Line(line_).begin, what); }

  void FailAt(size_t offset, std::string_view what) {
    reader_.ErrorAt(file_, offset, what);
    has_errors_ = true;
  }

  void FailFile(std::string_view what) {
    reader_.Error(file_.name(), what);
    has_errors_ = true;
  }

  Reader& reader_;
  const sql::SourceFile& file_;
  Sections sections_;
  size_t line_ = 0;
  bool has_errors_ = false;
};

void ReadMigration(Reader& reader, const std::filesystem::path& path, const NumberedName& name) {
  const std::optional<sql::SourceFile> file = reader.ReadFile(path);
  if (!file) return;
  const std::optional<Sections> sections = Parser(reader, *file).Parse();
  if (sections) AddMigration(reader, *Version::Parse(name.version), name.title, *sections, *file, *file);
}

bool IsAnnotated(std::string_view text) {
  if (text.find("migrate:") == std::string_view::npos) return false;  // as of nearly all other files
  TakePrefix(text, "\xEF\xBB\xBF");
  while (!text.empty()) {
    const auto annotation = ParseAnnotation(TakeLine(text));
    if (annotation && IsDirection(*annotation)) return true;
  }
  return false;
}

Claim ClaimEntry(const Entry& entry) { return IsAnnotated(entry.head) ? Claim::kByAnnotation : Claim::kNone; }

void Read(std::span<const Entry> entries, const Environment& /*environment*/, Directory& directory) {
  Reader reader(directory);
  for (const Entry& entry : entries) {
    const std::string lower = LowerCase(entry.name);
    if (const std::optional<NumberedName> name = ParseName(entry.name)) {
      ReadMigration(reader, entry.path, *name);
    } else if (ParseName(lower)) {
      reader.Error(entry.path, "is no migration as its name does not end in .sql, in lower case: rename it");
    } else if (IsAnnotated(entry.head)) {
      reader.Error(entry.path, "is no migration as its name has no version: rename it to VERSION_TITLE.sql");
    } else {
      reader.Warn(entry.path, "is no migration");
    }
  }
}

std::vector<NewFile> Create(const Directory& /*directory*/, std::string_view version,
                            std::string_view title) {
  return {{fmt::format("{}_{}.sql", version, title), "-- migrate:up\n\n-- migrate:down\n"}};
}

}  // namespace

const Format kDbmate = {.name = "dbmate",
                        .runner = "dbmate",
                        .claim = ClaimEntry,
                        .read = Read,
                        .create = Create,
                        .goes_by_name = true};

}  // namespace lockstep::source
