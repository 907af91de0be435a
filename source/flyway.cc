// SPDX-License-Identifier: Apache-2.0
#include "source/flyway.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "source/pairs.h"
#include "source/reader.h"
#include "source/settings.h"
#include "source/text.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPattern = "V1.2__TITLE.sql, U1.2__TITLE.sql or R__TITLE.sql";

// "V1_2__create_users.sql" taken apart.
struct Name {
  char kind = 'V';                      // V, U, B or R
  std::optional<Version> version = {};  // all but R have one
  std::string title = {};
};

std::optional<Name> ParseName(std::string_view name) {
  if (!TakeSuffix(name, ".sql") || name.empty()) return std::nullopt;
  Name parsed{.kind = name.front()};
  name.remove_prefix(1);
  const size_t separator = name.find("__");
  std::string version(name.substr(0, separator));
  if (separator != std::string_view::npos) parsed.title = name.substr(separator + 2);
  switch (parsed.kind) {
    case 'V':
    case 'U':
    case 'B':
      std::replace(version.begin(), version.end(), '_', '.');
      parsed.version = Version::Parse(version);
      return parsed.version ? std::optional(parsed) : std::nullopt;
    case 'R':
      return separator == 0 ? std::optional(parsed) : std::nullopt;
    default:
      return std::nullopt;
  }
}

// As Flyway would have it, of a name in another case.
std::string InFlywaysCase(std::string_view name) {
  std::string result(name);
  if (!result.empty() && result[0] >= 'a' && result[0] <= 'z')
    result[0] = static_cast<char>(result[0] - 'a' + 'A');
  if (LowerCase(result).ends_with(".sql")) result.replace(result.size() - 4, 4, ".sql");
  return result;
}

// beforeMigrate.sql, afterEachMigrate__grants.sql, …
bool IsCallback(std::string_view name) {
  if (!TakeSuffix(name, ".sql")) return false;
  if (name.starts_with("createSchema")) return true;
  if (!TakePrefix(name, "before") && !TakePrefix(name, "after")) return false;
  return !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
}

// V2__Fill.java, R__report.py: what Flyway runs, but no SQL.
bool IsOtherMigration(std::string_view name) {
  constexpr std::string_view kExtensions[] = {".java", ".class", ".kt",  ".groovy", ".py",
                                              ".sh",   ".ps1",   ".bat", ".cmd"};
  return std::any_of(std::begin(kExtensions), std::end(kExtensions), [name](std::string_view extension) {
    std::string_view stem = name;
    return TakeSuffix(stem, extension) && ParseName(std::string(stem) + ".sql").has_value();
  });
}

// Why a file that somebody may take for a migration is none, and what to do; nullopt when nobody would.
std::optional<std::string> WhyNoMigration(std::string_view name) {
  if (IsCallback(name)) {
    return "is a callback of Flyway's, which would not be run here: put what it does into a migration, and "
           "move it elsewhere";
  }
  if (IsOtherMigration(name))
    return "is a migration that is no SQL, which cannot be run here: write it as SQL";
  const std::string cased = InFlywaysCase(name);
  if (ParseName(cased))
    return fmt::format("is no migration as its name is not in Flyway's case: rename it to {}", cased);
  const bool may_be_meant = cased.size() > 1 &&
                            std::string_view("VUBR").find(cased[0]) != std::string::npos &&
                            std::string_view("0123456789_").find(cased[1]) != std::string::npos;
  if (!may_be_meant || !cased.ends_with(".sql")) return std::nullopt;
  return fmt::format("is no migration as its name is none of {}: rename it", kPattern);
}

struct Repeatable {
  fs::path path;
  std::string title;
};

struct ScriptSettings {
  bool in_transaction = true;
  bool replaces_placeholders = true;
};

class DirectoryReader {
 public:
  explicit DirectoryReader(Directory& directory) : reader_(directory), pairs_(reader_) {}

  void Read(std::span<const Entry> entries) {
    for (const Entry& entry : entries) Take(entry.path);
    pairs_.Read([this](const fs::path& path) { return ReadScript(path); });
    for (const auto& [description, file] : repeatables_) {
      reader_.directory().repeatables.push_back(
          {.version = {}, .name = file.title, .up = ReadScript(file.path)});
    }
    CheckBaselines();
  }

 private:
  void Take(const fs::path& path) {
    std::error_code unreadable;
    const std::string name = path.filename().string();
    if (fs::is_directory(path, unreadable)) return TakeFolder(path, name);
    if (std::optional<Name> parsed = ParseName(name)) return Add(path, *std::move(parsed));
    if (const std::optional<std::string> why = WhyNoMigration(name)) return reader_.Error(path, *why);
    fs::path script = path;
    const bool is_settings =
        path.extension() == ".conf" && fs::exists(script.replace_extension(), unreadable);
    if (!is_settings) reader_.Warn(path, "is no migration");
  }

  // Flyway looks into the folders as well.
  void TakeFolder(const fs::path& path, std::string_view name) {
    if (name.starts_with('.')) return;
    std::error_code unreadable;
    if (fs::is_symlink(path, unreadable)) {  // which may lead back to here
      return reader_.Error(path,
                           "is a link to a folder, which is not looked into: put the folder itself here");
    }
    std::vector<fs::path> paths;
    std::error_code error;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
      paths.push_back(entry->path());
    }
    if (error) return reader_.Error(path, fmt::format("the folder cannot be read: {}", error.message()));
    std::sort(paths.begin(), paths.end());
    for (const fs::path& inside : paths) Take(inside);
  }

  void Add(const fs::path& path, Name name) {
    if (name.kind == 'B') {
      baselines_.emplace_back(path, *name.version);
    } else if (name.kind == 'R') {
      AddRepeatable(path, name.title);
    } else {
      pairs_.Add({path, *std::move(name.version), std::move(name.title),
                  name.kind == 'U' ? Direction::kDown : Direction::kUp});
    }
  }

  void AddRepeatable(const fs::path& path, const std::string& title) {
    std::string description = title;
    std::replace(description.begin(), description.end(), '_', ' ');
    const auto [other, is_new] = repeatables_.emplace(std::move(description), Repeatable{path, title});
    if (is_new) return;
    const fs::path other_path = other->second.path.lexically_relative(reader_.directory().path);
    reader_.Error(path,
                  fmt::format("has the name of {}: give one of them another name", other_path.string()));
  }

  void CheckBaselines() {
    for (const auto& [path, version] : baselines_) {
      const auto& migrations = reader_.directory().migrations;
      const bool is_needless = std::any_of(
          migrations.begin(), migrations.end(),
          [version = version](const Migration& migration) { return *migration.version <= version; });
      if (is_needless) {
        reader_.Warn(path, "is a baseline, which is not run: the versioned migrations come to the same");
      } else {
        reader_.Error(path,
                      "is a baseline, which is not run here, and the migrations that it stands for are gone: "
                      "make it a versioned one (V…), and record it where it is applied already with "
                      "`lockstep baseline`");
      }
    }
  }

  std::optional<Part> ReadScript(const fs::path& path) {
    std::optional<sql::SourceFile> file = reader_.ReadFile(path);
    if (!file) return std::nullopt;
    const ScriptSettings settings = ReadSettingsOf(path);
    if (settings.replaces_placeholders) RefusePlaceholders(*file);
    return MakePart(*std::move(file), !settings.in_transaction);
  }

  // Flyway puts values in, or says that there is none; what is sent as it stands would mean something else.
  void RefusePlaceholders(const sql::SourceFile& file) {
    file.ForEachLine([&](size_t /*number*/, sql::Span line) {
      const std::string_view text = file.Text(line);
      for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 1)) {
        const std::string_view rest = text.substr(at);
        const std::string_view name = rest.substr(0, std::min(rest.find('}'), rest.size() - 1) + 1);
        reader_.ErrorAt(file, line.begin + at,
                        fmt::format("{} is a placeholder of Flyway's, which is not filled in here: write its "
                                    "value, or placeholderReplacement=false into {}.conf if it is none",
                                    name, fs::path(file.name()).filename().string()));
      }
    });
  }

  ScriptSettings ReadSettingsOf(const fs::path& script) {
    ScriptSettings result;
    const fs::path path = script.string() + ".conf";
    std::error_code unreadable;
    if (!fs::exists(path, unreadable)) return result;
    const std::optional<sql::SourceFile> file = reader_.ReadFile(path);
    if (!file) return result;
    for (const Setting& setting : ReadSettings(reader_, *file)) {
      if (setting.key == "executeInTransaction") {
        result.in_transaction = ReadFlag(reader_, *file, setting).value_or(true);
      } else if (setting.key == "placeholderReplacement") {
        result.replaces_placeholders = ReadFlag(reader_, *file, setting).value_or(true);
      } else if (setting.key != "encoding") {  // that of the script shows when it is read
        reader_.ErrorAt(*file, setting.offset,
                        fmt::format("the setting {} is not heeded here: known are executeInTransaction, "
                                    "placeholderReplacement and encoding",
                                    setting.key));
      }
    }
    return result;
  }

  Reader reader_;
  Pairs pairs_;
  std::map<std::string, Repeatable> repeatables_;  // by description, Flyway's order
  std::vector<std::pair<fs::path, Version>> baselines_;
};

Claim ClaimEntry(const Entry& entry) { return ParseName(entry.name) ? Claim::kByName : Claim::kNone; }

void Read(std::span<const Entry> entries, const Environment& /*environment*/, Directory& directory) {
  DirectoryReader(directory).Read(entries);
}

std::vector<NewFile> Create(const Directory& directory, std::string_view version, std::string_view title) {
  std::vector<NewFile> files = {{fmt::format("V{}__{}.sql", version, title)}};
  if (directory.HasDowns()) files.push_back({fmt::format("U{}__{}.sql", version, title)});
  return files;
}

}  // namespace

const Format kFlyway = {.name = "flyway",
                        .runner = "flyway",
                        .claim = ClaimEntry,
                        .read = Read,
                        .create = Create,
                        .numbering = Numbering::kSequence};

}  // namespace lockstep::source
