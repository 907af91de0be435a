// SPDX-License-Identifier: Apache-2.0
// YAML as lockstep.yaml uses it: typed values that know where they stand, so that each complaint names file,
// line and column.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "cmd/interpolation.h"
#include "sql/source_file.h"

namespace lockstep::cmd {

// What a file is read with.
struct YamlSource {
  sql::SourceFile file;
  Environment environment;
};

struct YamlEntry;

// One value. Whatever it cannot be read as throws FileError with its place and what was expected. Refers to
// its YamlSource.
class YamlValue {
 public:
  // `path` is how messages name it ("lint.pg_version"); empty for the root.
  YamlValue(const YAML::Node& node, std::string path, size_t offset, const YamlSource& source);

  const std::string& path() const { return path_; }

  // Environment variables are put in.
  std::string Text() const;
  std::string TextOrNothing() const;         // the same, and may be empty
  std::string TextWithoutVariables() const;  // with nothing, or their defaults, instead of them
  std::filesystem::path Path() const;        // a relative one is relative to the file; absolute
  bool Bool() const;
  int Integer(int least, int most) const;
  std::chrono::milliseconds Duration() const;
  std::string OneOf(std::span<const std::string_view> choices) const;
  std::vector<YamlValue> List() const;
  // Of a mapping; none when nothing is written behind the key. The keys are different texts.
  std::vector<YamlEntry> Entries() const;

  // Throws FileError: `lockstep.yaml:3:5: MESSAGE`.
  [[noreturn]] void Fail(std::string_view message) const;

 private:
  [[noreturn]] void FailExpecting(std::string_view expected) const;
  [[noreturn]] void FailExpecting(std::string_view expected, std::string_view text) const;
  void RequireClosedQuote() const;
  YamlValue Child(const YAML::Node& node, std::string path, size_t fallback_offset) const;

  YAML::Node node_;
  std::string path_;
  size_t offset_;  // in the file
  const YamlSource* source_;
};

struct YamlEntry {
  std::string name;
  YamlValue key;
  YamlValue value;
};

// The file's document; nothing when the file is empty. Throws FileError for what is not YAML, and for more
// than one document.
std::optional<YamlValue> ReadYaml(const YamlSource& source);

}  // namespace lockstep::cmd
