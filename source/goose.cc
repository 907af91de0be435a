// SPDX-License-Identifier: Apache-2.0
#include "source/goose.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "source/goose_annotation.h"
#include "source/goose_envsub.h"
#include "source/numbered_name.h"
#include "source/reader.h"
#include "source/sections.h"
#include "source/text.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;

bool IsBlankOrComment(std::string_view line) {
  const std::string_view text = Trim(line);
  return text.empty() || text.starts_with("--");
}

// goose's own test for the end of a statement outside of StatementBegin … StatementEnd.
bool EndsStatement(std::string_view line) {
  std::string_view last;
  for (std::string_view word = TakeWord(line); !word.empty(); word = TakeWord(line)) {
    if (word.starts_with("--")) break;
    last = word;
  }
  return last.ends_with(';');
}

// Reads one file line by line, as goose does (internal/sqlparser/parser.go).
class Parser {
 public:
  Parser(Reader& reader, const sql::SourceFile& file, const Environment& environment)
      : reader_(reader), file_(file), environment_(environment) {}

  // Nothing when there are errors, which are then reported.
  std::optional<Sections> Parse() {
    file_.ForEachLine([this](size_t number, sql::Span line) {
      line_ = number;
      TakeLine(file_.Text(line));
    });
    if (block_ != 0) FailAt(block_, "this block is never closed: put -- +goose StatementEnd behind its end");
    if (!sections_.up && !has_errors_) {
      reader_.Error(file_.name(), "has no annotation -- +goose Up: put it on the line above the SQL");
      has_errors_ = true;
    }
    if (has_errors_) return std::nullopt;
    for (std::optional<Section>* section : {&sections_.up, &sections_.down}) {
      if (*section) (*section)->no_transaction = no_transaction_;
    }
    return sections_;
  }

  // What goose sends: the file with variables put in, and a statement ended where its block ends.
  sql::SourceFile AsSent() const {
    if (rewritten_.empty()) return file_;
    const std::string_view raw = file_.text();
    std::string text;
    std::map<size_t, std::string> written;
    size_t done = 0;
    for (const auto& [number, line] : rewritten_) {
      const sql::Span span = file_.Line(number);
      written.emplace(number, file_.Text(span));
      text.append(raw.substr(done, span.begin - done)).append(line);
      done = span.end;
    }
    text.append(raw.substr(done));
    return sql::SourceFile::FromText(file_.name(), std::move(text)).WrittenAs(std::move(written));
  }

 private:
  void TakeLine(std::string_view line) {
    if (const auto annotation = ParseGooseAnnotation(line)) {
      if (!line.starts_with("--"))
        return Fail("an annotation has to stand at the very beginning of its line");
      return Take(*annotation, line);
    }
    if (IsBlankOrComment(line) && !in_statement_) return;  // goose leaves them out
    if (!sections_.up) {
      if (!has_errors_) Fail("this stands before -- +goose Up, where goose takes comments only");
      return;
    }
    if (substitutes_) Substitute(line);
    if (!IsBlankOrComment(line)) is_terminated_ = EndsStatement(line);
    in_statement_ = block_ != 0 || !is_terminated_;
  }

  void Take(GooseAnnotation annotation, std::string_view line) {
    switch (annotation) {
      case GooseAnnotation::kUp:
        return BeginUp();
      case GooseAnnotation::kDown:
        return BeginDown();
      case GooseAnnotation::kStatementBegin:
        return BeginBlock();
      case GooseAnnotation::kStatementEnd:
        return EndBlock(line);
      case GooseAnnotation::kNoTransaction:
        no_transaction_ = true;
        return;
      case GooseAnnotation::kEnvsubOn:
        substitutes_ = true;
        return;
      case GooseAnnotation::kEnvsubOff:
        substitutes_ = false;
        return;
      case GooseAnnotation::kUnknown:
        return Fail(
            fmt::format("\"{}\" is no annotation that goose knows: those are Up, Down, StatementBegin, "
                        "StatementEnd, NO TRANSACTION, ENVSUB ON and ENVSUB OFF",
                        Trim(line)));
    }
  }

  void BeginUp() {
    if (sections_.up) return Fail("a second -- +goose Up: a migration has one");
    sections_.up = Section{.begin = line_ + 1, .end = file_.line_count() + 1};
  }

  void BeginDown() {
    if (!sections_.up) return Fail("-- +goose Down stands before -- +goose Up: put the up part first");
    if (sections_.down) return Fail("a second -- +goose Down: a migration has one");
    if (block_ != 0) {
      Fail(
          fmt::format("the block that begins in line {} is not closed: put -- +goose StatementEnd before "
                      "this line",
                      std::exchange(block_, 0)));
    }
    sections_.up->end = line_;
    sections_.down = Section{.begin = line_ + 1, .end = file_.line_count() + 1};
    in_statement_ = false;
  }

  void BeginBlock() {
    if (!sections_.up) return Fail("-- +goose StatementBegin stands before -- +goose Up");
    if (block_ != 0) {
      return Fail(
          fmt::format("the block that begins in line {} is not closed: put -- +goose StatementEnd "
                      "before this line",
                      block_));
    }
    block_ = line_;
    in_statement_ = false;
    is_terminated_ = true;
  }

  // A block is one statement to goose, with or without a semicolon.
  void EndBlock(std::string_view line) {
    if (block_ == 0) return Fail("no -- +goose StatementBegin stands before this StatementEnd");
    if (!is_terminated_) rewritten_.emplace(line_, fmt::format("; {}", line));
    block_ = 0;
    in_statement_ = false;
  }

  void Substitute(std::string_view line) {
    Substitution substitution = SubstituteVariables(line, environment_);
    if (!substitution.error.empty()) return FailAt(line_, substitution.error, substitution.offset);
    if (substitution.text != line) rewritten_.emplace(line_, std::move(substitution.text));
  }

  void Fail(std::string_view what) { FailAt(line_, what); }

  void FailAt(size_t line, std::string_view what, size_t offset = 0) {
    reader_.ErrorAt(file_, file_.Line(line).begin + offset, what);
    has_errors_ = true;
  }

  Reader& reader_;
  const sql::SourceFile& file_;
  const Environment& environment_;
  Sections sections_;
  std::map<size_t, std::string> rewritten_;  // by line
  size_t line_ = 0;
  size_t block_ = 0;  // the line of the StatementBegin that is open; 0: none
  bool in_statement_ = false;
  bool is_terminated_ = true;  // the last line with SQL ends its statement
  bool no_transaction_ = false;
  bool substitutes_ = false;
  bool has_errors_ = false;
};

void ReadMigration(Reader& reader, const fs::path& path, const NumberedName& name,
                   const Environment& environment) {
  const std::optional<sql::SourceFile> file = reader.ReadFile(path);
  if (!file) return;
  Parser parser(reader, *file, environment);
  const std::optional<Sections> sections = parser.Parse();
  if (!sections) return;
  AddMigration(reader, *Version::Parse(name.version), name.title, *sections, *file, parser.AsSent());
}

// VERSION_TITLE.go: a migration that is a function of a Go program.
bool IsGoMigration(std::string_view name) {
  if (!TakeSuffix(name, ".go") || name.ends_with("_test")) return false;
  return !TakeDigits(name).empty() && name.starts_with('_');
}

bool IsAnnotated(std::string_view text) {
  if (text.find("+goose") == std::string_view::npos) return false;  // as of nearly all other files
  TakePrefix(text, "\xEF\xBB\xBF");
  while (!text.empty()) {
    const auto annotation = ParseGooseAnnotation(TakeLine(text));
    if (annotation && *annotation != GooseAnnotation::kUnknown) return true;
  }
  return false;
}

Claim ClaimEntry(const Entry& entry) {
  if (IsAnnotated(entry.head)) return Claim::kByAnnotation;
  return IsGoMigration(entry.name) ? Claim::kByName : Claim::kNone;
}

void Read(std::span<const Entry> entries, const Environment& environment, Directory& directory) {
  Reader reader(directory);
  for (const Entry& entry : entries) {
    if (const std::optional<NumberedName> name = ParseNumberedName(entry.name)) {
      ReadMigration(reader, entry.path, *name, environment);
    } else if (IsGoMigration(entry.name)) {
      reader.Error(entry.path, "is a migration in Go, which cannot be run here: write it as SQL");
    } else if (const std::optional<std::string> why = WhyNotNumbered(entry.name)) {
      reader.Error(entry.path, *why);
    } else if (IsAnnotated(entry.head)) {
      reader.Error(entry.path, "is no migration as its name has no version: rename it to VERSION_TITLE.sql");
    } else {
      reader.Warn(entry.path, "is no migration");
    }
  }
}

std::vector<NewFile> Create(const Directory& /*directory*/, std::string_view version,
                            std::string_view title) {
  return {{fmt::format("{}_{}.sql", version, title), "-- +goose Up\n\n-- +goose Down\n"}};
}

}  // namespace

const Format kGoose = {
    .name = "goose", .runner = "goose", .claim = ClaimEntry, .read = Read, .create = Create};

}  // namespace lockstep::source
