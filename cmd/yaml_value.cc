// SPDX-License-Identifier: Apache-2.0
#include "cmd/yaml_value.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>

#include "cmd/duration.h"
#include "cmd/suggestion.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

[[noreturn]] void FailAt(const sql::SourceFile& file, size_t offset, std::string_view message) {
  const sql::Position at = file.PositionOf(offset);
  throw FileError(fmt::format("{}:{}:{}: {}", file.name(), at.line, at.column, message));
}

// yaml-cpp's lines and columns count bytes, and no byte order mark; so does its offset.
size_t OffsetOf(const YAML::Mark& mark, const sql::SourceFile& file) {
  return mark.is_null() ? file.body_begin() : file.body_begin() + static_cast<size_t>(mark.pos);
}

std::string_view KindOf(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      return "nothing";
    case YAML::NodeType::Scalar:
      return "text";
    case YAML::NodeType::Sequence:
      return "a list";
    case YAML::NodeType::Map:
      return "a mapping";
  }
  return {};
}

// Plain values are tagged "?", quoted ones "!"; an empty value not at all.
bool HasTag(const YAML::Node& node) { return node.Tag().size() > 1; }

[[noreturn]] void FailSyntax(const sql::SourceFile& file, const YAML::Exception& error) {
  const size_t offset = OffsetOf(error.mark, file);
  const std::string_view line = file.LineAt(offset);
  const bool has_tab = line.substr(0, line.find_first_not_of(" \t")).find('\t') != std::string_view::npos;
  FailAt(file, offset,
         fmt::format("cannot be read as YAML: {}{}", error.msg,
                     has_tab ? "; the line is indented with a tab: YAML wants blanks" : ""));
}

// Where documents begin; their content does not matter.
class DocumentStarts : public YAML::EventHandler {
 public:
  std::vector<YAML::Mark> marks;

 private:
  void OnDocumentStart(const YAML::Mark& mark) override { marks.push_back(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}
};

// YAML::Load says nothing of what it leaves unread. YAML::LoadAll does not come back from a text that begins
// with a comma: it takes that for one empty document after the other.
void RequireOneDocument(const std::string& text, const sql::SourceFile& file) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  DocumentStarts starts;
  while (starts.marks.size() < 2 && parser.HandleNextDocument(starts)) continue;
  if (starts.marks.size() < 2) return;
  FailAt(file, OffsetOf(starts.marks.back(), file),
         "what begins here is no part of the document: only one is read");
}

}  // namespace

YamlValue::YamlValue(const YAML::Node& node, std::string path, size_t offset, const YamlSource& source)
    : node_(node), path_(std::move(path)), offset_(offset), source_(&source) {
  if (HasTag(node)) Fail(fmt::format("the tag {} has no meaning here: leave it out", node.Tag()));
  if (node.IsScalar()) RequireClosedQuote();
}

// yaml-cpp 0.7 takes a quoted text that is never closed for one that goes on to the end of the file, and all
// keys behind it for a part of it.
void YamlValue::RequireClosedQuote() const {
  const std::string_view rest = source_->file.text().substr(offset_);
  const char quote = rest.empty() ? '\0' : rest.front();
  if (quote != '"' && quote != '\'') return;
  for (size_t i = 1; i < rest.size(); ++i) {
    const bool is_doubled = quote == '\'' && rest.substr(i, 2) == "''";
    const bool is_escape = quote == '"' && rest[i] == '\\';
    if (is_doubled || is_escape) {
      ++i;
    } else if (rest[i] == quote) {
      return;
    }
  }
  Fail("the quoted text that begins here is never closed");
}

void YamlValue::Fail(std::string_view message) const { FailAt(source_->file, offset_, message); }

void YamlValue::FailExpecting(std::string_view expected) const {
  Fail(fmt::format("{}{}expected {}, not {}", path_, path_.empty() ? "" : ": ", expected, KindOf(node_)));
}

void YamlValue::FailExpecting(std::string_view expected, std::string_view text) const {
  Fail(fmt::format("{}: expected {}, not \"{}\"", path_, expected, text));
}

std::string YamlValue::TextOrNothing() const {
  if (!node_.IsScalar()) FailExpecting("text");
  Interpolation result = Interpolate(node_.Scalar(), source_->environment);
  if (!result.error.empty()) Fail(result.error);
  return std::move(result.text);
}

std::string YamlValue::TextWithoutVariables() const {
  return Interpolate(node_.Scalar(), [](const std::string&) { return std::string(); }).text;
}

std::string YamlValue::Text() const {
  std::string text = TextOrNothing();
  if (text.empty()) FailExpecting("text", text);
  return text;
}

std::filesystem::path YamlValue::Path() const {
  const std::filesystem::path folder = std::filesystem::absolute(source_->file.name()).parent_path();
  return (folder / Text()).lexically_normal();
}

bool YamlValue::Bool() const {
  constexpr std::string_view kExpected = "true or false";
  if (!node_.IsScalar()) FailExpecting(kExpected);
  const std::string text = TextOrNothing();
  if (text != "true" && text != "false") FailExpecting(kExpected, text);
  return text == "true";
}

int YamlValue::Integer(int least, int most) const {
  const std::string expected = fmt::format("a whole number from {} to {}", least, most);
  if (!node_.IsScalar()) FailExpecting(expected);
  const std::string text = TextOrNothing();
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (!is_number || number < least || number > most) FailExpecting(expected, text);
  return number;
}

std::chrono::milliseconds YamlValue::Duration() const {
  if (!node_.IsScalar()) FailExpecting("a duration such as 60s");
  const std::string text = TextOrNothing();
  const auto duration = ParseDuration(text);
  if (!duration) Fail(fmt::format("{}: {}", path_, DurationError(text)));
  return *duration;
}

std::string YamlValue::OneOf(std::span<const std::string_view> choices) const {
  if (!node_.IsScalar()) FailExpecting(fmt::format("one of {}", fmt::join(choices, ", ")));
  std::string text = TextOrNothing();
  const bool is_known = std::find(choices.begin(), choices.end(), text) != choices.end();
  if (!is_known) Fail(fmt::format("{}: {}", path_, NotOneOf(text, choices)));
  return text;
}

YamlValue YamlValue::Child(const YAML::Node& node, std::string path, size_t fallback_offset) const {
  // Where nothing is written, yaml-cpp names the place of what comes next.
  const size_t offset = node.IsNull() ? fallback_offset : OffsetOf(node.Mark(), source_->file);
  return YamlValue(node, std::move(path), offset, *source_);
}

std::vector<YamlValue> YamlValue::List() const {
  if (!node_.IsSequence()) FailExpecting("a list, such as [a, b]");
  std::vector<YamlValue> values;
  for (const YAML::Node& node : node_) {
    values.push_back(Child(node, fmt::format("{}[{}]", path_, values.size()), offset_));
  }
  return values;
}

std::vector<YamlEntry> YamlValue::Entries() const {
  std::vector<YamlEntry> entries;
  if (node_.IsNull()) return entries;
  if (!node_.IsMap()) FailExpecting("keys with values");
  for (const auto& pair : node_) {
    const YamlValue key = Child(pair.first, "", offset_);
    if (!pair.first.IsScalar()) key.Fail(fmt::format("a key has to be text, not {}", KindOf(pair.first)));
    const std::string& name = pair.first.Scalar();
    for (const YamlEntry& earlier : entries) {
      if (earlier.name != name) continue;
      const size_t line = source_->file.PositionOf(earlier.key.offset_).line;
      key.Fail(fmt::format("duplicate key \"{}\": it stands on line {} already", name, line));
    }
    std::string path = path_.empty() ? name : fmt::format("{}.{}", path_, name);
    entries.push_back({name, key, Child(pair.second, std::move(path), key.offset_)});
  }
  return entries;
}

std::optional<YamlValue> ReadYaml(const YamlSource& source) {
  const sql::SourceFile& file = source.file;
  const std::string text(file.text().substr(file.body_begin()));
  YAML::Node root;
  try {
    RequireOneDocument(text, file);
    root = YAML::Load(text);
  } catch (const YAML::DeepRecursion&) {
    FailAt(file, file.body_begin(), "cannot be read as YAML: nested too deeply");
  } catch (const YAML::Exception& error) {
    FailSyntax(file, error);
  }
  if (root.IsNull()) return std::nullopt;
  return YamlValue(root, "", OffsetOf(root.Mark(), file), source);
}

}  // namespace lockstep::cmd
