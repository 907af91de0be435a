// SPDX-License-Identifier: Apache-2.0
#include "cmd/config.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cmd/rule_names.h"
#include "cmd/suggestion.h"
#include "cmd/yaml_value.h"
#include "model/steps.h"
#include "source/directory.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileName = "lockstep.yaml";
constexpr std::uintmax_t kLargestFile = 1 << 20;  // bytes; what is larger was never meant to be read

using Names = std::span<const std::string_view>;
constexpr std::array<std::string_view, 3> kThresholds = {"error", "warning", "never"};
constexpr std::array<std::string_view, 4> kSeverities = {"error", "warning", "info", "off"};
constexpr std::array<std::string_view, 2> kDownChoices = {"allow", "deny"};
constexpr std::array<std::string_view, 3> kAheadChoices = {"error", "warn", "ignore"};

// What a key means: reads its value into the section that the key stands in.
template <typename Section>
struct Key {
  std::string_view name;
  void (*read)(const YamlValue& value, Section& section);
};

template <auto kMember, typename Section>
void Text(const YamlValue& value, Section& section) {
  section.*kMember = value.Text();
}

template <auto kMember, typename Section>
void Path(const YamlValue& value, Section& section) {
  section.*kMember = value.Path();
}

template <auto kMember, typename Section>
void Flag(const YamlValue& value, Section& section) {
  section.*kMember = value.Bool();
}

template <auto kMember, typename Section>
void Duration(const YamlValue& value, Section& section) {
  section.*kMember = value.Duration();
}

template <auto kMember, const auto& kChoices, typename Section>
void OneOf(const YamlValue& value, Section& section) {
  section.*kMember = value.OneOf(kChoices);
}

void ReadDatabase(const YamlValue& value, Config& config) {
  config.database = value.TextOrNothing();
  config.database_as_written = value.TextWithoutVariables();
}

void ReadSourceFormat(const YamlValue& value, Config& config) {
  std::vector<std::string_view> names;
  for (const source::Format& format : source::AllFormats()) names.push_back(format.name);
  config.source_format = value.OneOf(names);
}

void ReadPgVersion(const YamlValue& value, LintConfig& lint) { lint.pg_version = value.Integer(14, 18); }

void ReadSmallTableRows(const YamlValue& value, LintConfig& lint) {
  lint.small_table_rows = value.Integer(0, std::numeric_limits<int>::max());
}

void ReadExclude(const YamlValue& value, LintConfig& lint) {
  for (const YamlValue& pattern : value.List()) lint.exclude.push_back(pattern.Text());
}

std::optional<lint::Severity> ReadSeverity(const YamlValue& value) {
  const std::string name = value.OneOf(kSeverities);
  for (const auto severity : {lint::Severity::kError, lint::Severity::kWarning, lint::Severity::kInfo}) {
    if (name == lint::SeverityName(severity)) return severity;
  }
  return std::nullopt;
}

void ReadRules(const YamlValue& value, LintConfig& lint) {
  for (const YamlEntry& entry : value.Entries()) {
    const lint::Rule* rule = RuleNamed(entry.name);
    if (rule == nullptr) entry.key.Fail(UnknownRuleMessage(entry.name));
    const bool is_new = lint.rules.emplace(rule->info.id, ReadSeverity(entry.value)).second;
    if (!is_new) entry.key.Fail(fmt::format("rule {} is given twice", rule->info.id));
  }
}

[[noreturn]] void FailUnknown(const YamlEntry& entry, std::string_view section, Names known) {
  std::string hint = DidYouMean(entry.name, known);
  if (hint.empty()) hint = fmt::format("; known are {}", fmt::join(known, ", "));
  const std::string where = section.empty() ? "" : fmt::format(" in {}", section);
  entry.key.Fail(fmt::format("unknown key \"{}\"{}{}", entry.name, where, hint));
}

template <typename Section, size_t kCount>
void ReadSection(const YamlValue& value, const std::array<Key<Section>, kCount>& keys, Section& section) {
  for (const YamlEntry& entry : value.Entries()) {
    const auto key =
        std::find_if(keys.begin(), keys.end(), [&](const auto& row) { return row.name == entry.name; });
    if (key == keys.end()) {
      std::array<std::string_view, kCount> names;
      std::transform(keys.begin(), keys.end(), names.begin(), [](const auto& row) { return row.name; });
      FailUnknown(entry, value.path(), names);
    }
    key->read(entry.value, section);
  }
}

constexpr std::array<Key<LintConfig>, 9> kLintKeys = {{
    {"pg_version", ReadPgVersion},
    {"runner", OneOf<&LintConfig::runner, model::kRunnerNames>},
    {"fail_on", OneOf<&LintConfig::fail_on, kThresholds>},
    {"rules", ReadRules},
    {"schema", Path<&LintConfig::schema>},
    {"timezone", Text<&LintConfig::timezone>},
    {"small_table_rows", ReadSmallTableRows},
    {"stats", Path<&LintConfig::stats>},
    {"exclude", ReadExclude},
}};

constexpr std::array<Key<UpConfig>, 5> kUpKeys = {{
    {"lint", Flag<&UpConfig::lint>},
    {"lock_wait", Duration<&UpConfig::lock_wait>},
    {"table_lock_budget", Duration<&UpConfig::table_lock_budget>},
    {"statement_timeout", Duration<&UpConfig::statement_timeout>},
    {"ahead", OneOf<&UpConfig::ahead, kAheadChoices>},
}};

void ReadLint(const YamlValue& value, Config& config) { ReadSection(value, kLintKeys, config.lint); }
void ReadUp(const YamlValue& value, Config& config) { ReadSection(value, kUpKeys, config.up); }

constexpr std::array<Key<Config>, 10> kConfigKeys = {{
    {"database", ReadDatabase},
    {"dir", Path<&Config::dir>},
    {"source_format", ReadSourceFormat},
    {"history_table", Text<&Config::history_table>},
    {"role", Text<&Config::role>},
    {"lint", ReadLint},
    {"up", ReadUp},
    {"down", OneOf<&Config::down, kDownChoices>},
    {"password_command", Text<&Config::password_command>},
    {"log_sql", Flag<&Config::log_sql>},
}};

void RequireSensibleSize(const fs::path& path) {
  std::error_code unreadable;  // reading it says so
  const std::uintmax_t size = fs::file_size(path, unreadable);
  if (unreadable || size <= kLargestFile) return;
  throw FileError(
      fmt::format("{}: has {} bytes: a configuration has {} at most", path.string(), size, kLargestFile));
}

}  // namespace

Config ReadConfig(const fs::path& path, const Environment& environment) {
  RequireSensibleSize(path);
  const YamlSource source{sql::SourceFile::Read(path), environment};
  Config config;
  config.path = fs::absolute(path).lexically_normal();
  if (const auto root = ReadYaml(source)) ReadSection(*root, kConfigKeys, config);
  return config;
}

std::optional<fs::path> FindConfig(const fs::path& start) {
  for (fs::path folder = start;; folder = folder.parent_path()) {
    std::error_code unreadable;  // somebody else's folder: nothing of ours in it
    if (fs::exists(folder / kFileName, unreadable)) return folder / kFileName;
    const bool is_repository_root = fs::exists(folder / ".git", unreadable);
    if (is_repository_root || folder == folder.parent_path()) return std::nullopt;
  }
}

}  // namespace lockstep::cmd
