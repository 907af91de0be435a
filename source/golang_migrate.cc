// SPDX-License-Identifier: Apache-2.0
#include "source/golang_migrate.h"

#include <algorithm>
#include <map>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "source/checksum.h"
#include "sql/error.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kPattern = "VERSION_TITLE.up.sql or VERSION_TITLE.down.sql";

enum class Direction { kUp, kDown };

// "0001_create_users.up.sql" taken apart. The views are into the name.
struct Name {
  std::string_view version;
  std::string_view title;
  Direction direction = Direction::kUp;
};

bool TakeSuffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

// ^([0-9]+)_(.*)\.(up|down)\.sql$
std::optional<Name> ParseName(std::string_view name) {
  Name parsed;
  if (TakeSuffix(name, ".up.sql")) {
    parsed.direction = Direction::kUp;
  } else if (TakeSuffix(name, ".down.sql")) {
    parsed.direction = Direction::kDown;
  } else {
    return std::nullopt;
  }
  const size_t digits = std::min(name.find_first_not_of(kDigits), name.size());
  if (digits == 0 || digits == name.size() || name[digits] != '_') return std::nullopt;
  parsed.version = name.substr(0, digits);
  parsed.title = name.substr(digits + 1);
  return parsed;
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& byte : lower) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return lower;
}

// golang-migrate runs VERSION_TITLE.up.ANYTHING. Behind a further dot stands what editors leave
// ("….up.sql.bak").
bool HasOtherExtension(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == name.size()) return false;
  const std::string_view extension = name.substr(dot + 1);
  const bool is_word =
      extension.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
  return is_word && ParseName(std::string(name.substr(0, dot)) + ".sql").has_value();
}

// Why a file that somebody may take for a migration is none, and what to do; nullopt when nobody would.
std::optional<std::string> WhyNoMigration(std::string_view name) {
  const std::string lower = LowerCase(name);
  if (ParseName(lower))
    return fmt::format("is no migration as it is not all in lower case: rename it to {}", lower);
  if (HasOtherExtension(lower))
    return "is no migration as its name does not end in .sql: rename it, or move it elsewhere";
  const bool has_version = !name.empty() && kDigits.find(name.front()) != std::string_view::npos;
  const bool has_direction = lower.ends_with(".up.sql") || lower.ends_with(".down.sql");
  if (!lower.ends_with(".sql") || (!has_version && !has_direction)) return std::nullopt;
  if (!has_direction)
    return fmt::format("is no migration as its name has no direction: rename it to {}", kPattern);
  if (!has_version)
    return fmt::format("is no migration as its name has no version: rename it to {}", kPattern);
  return fmt::format("is no migration as no underscore follows its version: rename it to {}", kPattern);
}

// One side of a pair, found but not read yet.
struct Candidate {
  fs::path path;
  Version version;
  std::string title;
};

struct Pair {
  std::optional<Candidate> up;
  std::optional<Candidate> down;
};

class Reader {
 public:
  explicit Reader(Directory& directory) : directory_(directory) {}

  void Read(std::span<const fs::path> entries) {
    for (const fs::path& entry : entries) Take(entry);
    for (const auto& [version, pair] : pairs_) ReadPair(pair);
  }

 private:
  void Take(const fs::path& entry);
  void Add(const fs::path& entry, const Name& name);
  void ReadPair(const Pair& pair);
  std::optional<Part> ReadPart(const std::optional<Candidate>& candidate);
  void Report(ProblemSeverity severity, const fs::path& path, std::string_view what) {
    directory_.problems.push_back({severity, path, fmt::format("{}: {}", path.string(), what)});
  }

  Directory& directory_;
  std::map<Version, Pair> pairs_;
};

void Reader::Take(const fs::path& entry) {
  const std::string file_name = entry.filename().string();
  if (const std::optional<Name> name = ParseName(file_name)) return Add(entry, *name);
  const std::optional<std::string> why = WhyNoMigration(file_name);
  Report(why ? ProblemSeverity::kError : ProblemSeverity::kWarning, entry, why.value_or("is no migration"));
}

void Reader::Add(const fs::path& entry, const Name& name) {
  const Version version = *Version::Parse(name.version);
  Pair& pair = pairs_[version];
  std::optional<Candidate>& side = name.direction == Direction::kUp ? pair.up : pair.down;
  if (!side) {
    side = Candidate{entry, version, std::string(name.title)};
    return;
  }
  Report(ProblemSeverity::kError, entry,
         fmt::format("has the version and direction of {}: give one of them another version",
                     side->path.filename().string()));
}

void Reader::ReadPair(const Pair& pair) {
  if (!pair.up) {
    Report(ProblemSeverity::kError, pair.down->path,
           "reverts a migration that is not there: add its .up.sql file");
  } else if (pair.down && pair.down->title != pair.up->title) {
    Report(ProblemSeverity::kWarning, pair.down->path,
           fmt::format("is titled otherwise than {}, which it reverts", pair.up->path.filename().string()));
  }
  const Candidate& named = pair.up ? *pair.up : *pair.down;
  directory_.migrations.push_back(
      {.version = named.version, .name = named.title, .up = ReadPart(pair.up), .down = ReadPart(pair.down)});
}

std::optional<Part> Reader::ReadPart(const std::optional<Candidate>& candidate) {
  if (!candidate) return std::nullopt;
  const fs::path& path = candidate->path;
  std::error_code ignored;
  if (fs::is_symlink(fs::symlink_status(path, ignored)) && !fs::exists(path, ignored)) {
    Report(ProblemSeverity::kError, path,
           "is a symbolic link to a file that is not there: restore the file, or remove the link");
    return std::nullopt;
  }
  try {
    sql::SourceFile file = sql::SourceFile::Read(path);
    std::string checksum = Checksum(file.text());
    return Part{path, std::move(file), std::move(checksum)};
  } catch (const FileError& error) {
    directory_.problems.push_back({ProblemSeverity::kError, path, error.what()});
    return std::nullopt;
  }
}

// The share of the directory's SQL files that are named as this format wants them, in percent.
int Recognise(std::span<const fs::path> entries) {
  const auto is_sql = [](const fs::path& entry) { return entry.extension() == ".sql"; };
  const auto is_ours = [](const fs::path& entry) { return ParseName(entry.filename().string()).has_value(); };
  const auto ours = std::count_if(entries.begin(), entries.end(), is_ours);
  if (ours == 0) return 0;
  const auto all = std::count_if(entries.begin(), entries.end(), is_sql);
  return std::max(1, static_cast<int>(100 * ours / all));
}

void Read(std::span<const fs::path> entries, Directory& directory) { Reader(directory).Read(entries); }

}  // namespace

const Format kGolangMigrate = {.name = "golang-migrate", .recognise = Recognise, .read = Read};

}  // namespace lockstep::source
