// SPDX-License-Identifier: Apache-2.0
#include "lint/directive.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "sql/byte_class.h"

namespace lockstep::lint {

namespace {

constexpr std::string_view kExample = "write: -- lockstep: ignore=MIG001 reason=\"why it is safe here\"";

std::string_view Trim(std::string_view text) {
  while (!text.empty() && sql::IsBlankOrNewline(text.front())) text.remove_prefix(1);
  while (!text.empty() && sql::IsBlankOrNewline(text.back())) text.remove_suffix(1);
  return text;
}

// The text behind "lockstep:" or "migration-lint:" when the comment begins with it.
std::optional<std::string_view> DirectiveText(std::string_view comment) {
  comment = Trim(comment.substr(2));
  for (const std::string_view prefix : {std::string_view("lockstep:"), std::string_view("migration-lint:")}) {
    if (comment.starts_with(prefix)) return Trim(comment.substr(prefix.size()));
  }
  return std::nullopt;
}

bool StandsAlone(const sql::SourceFile& file, sql::Span comment) {
  const std::string_view before = file.Text({file.LineBegin(comment.begin), comment.begin});
  return std::all_of(before.begin(), before.end(), [](char c) { return c == ' ' || c == '\t'; });
}

// Reads `ignore=A,B reason="…"`; on failure `problem` says what is wrong.
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  bool Parse(Directive& directive) {
    while (!rest_.empty()) {
      if (!ParseAttribute(directive)) return false;
      rest_ = Trim(rest_);
    }
    if (directive.rules.empty()) return Fail("an ignore directive names no rule");
    if (!has_reason_) return Fail("an ignore directive without a reason");
    if (Trim(directive.reason).empty()) return Fail("an ignore directive with an empty reason");
    return true;
  }

  const std::string& problem() const { return problem_; }

 private:
  bool Fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }

  bool ParseAttribute(Directive& directive) {
    const size_t equals = rest_.find('=');
    const std::string_view key = Trim(rest_.substr(0, equals));
    if (equals == std::string_view::npos) return Fail(fmt::format("\"{}\" is no part of a directive", key));
    rest_ = Trim(rest_.substr(equals + 1));
    if (key == "ignore") return ParseRules(directive);
    if (key == "reason") return ParseReason(directive);
    return Fail(fmt::format("\"{}\" is no part of a directive", key));
  }

  bool ParseRules(Directive& directive) {
    if (!directive.rules.empty()) return Fail("\"ignore\" is given twice");
    // Blanks may stand around the commas.
    while (true) {
      const size_t end = std::min(rest_.find_first_of(" \t,"), rest_.size());
      if (end == 0) return Fail("an ignore directive names no rule");
      const bool is_rule = rest_.substr(0, end).find('=') == std::string_view::npos;
      if (!is_rule && directive.rules.empty()) return Fail("an ignore directive names no rule");
      if (!is_rule) return Fail("a comma without a rule after it");
      directive.rules.emplace_back(rest_.substr(0, end));
      rest_ = Trim(rest_.substr(end));
      if (rest_.empty() || rest_.front() != ',') return true;
      rest_ = Trim(rest_.substr(1));
    }
  }

  bool ParseReason(Directive& directive) {
    if (has_reason_) return Fail("\"reason\" is given twice");
    if (rest_.empty() || rest_.front() != '"') return Fail("the reason has to stand in double quotes");
    const size_t end = rest_.find('"', 1);
    if (end == std::string_view::npos) return Fail("the reason's closing quote is missing");
    directive.reason = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    has_reason_ = true;
    return true;
  }

  std::string_view rest_;
  bool has_reason_ = false;
  std::string problem_;
};

struct Place {
  std::optional<size_t> next;    // index of the statement that follows
  std::optional<size_t> inside;  // index of the statement that it stands in
};

Place PlaceOf(const sql::Script& script, sql::Span comment) {
  const auto statements = script.statements();
  const auto after = std::upper_bound(
      statements.begin(), statements.end(), comment.begin,
      [](size_t offset, const sql::Statement& statement) { return offset < statement.span.begin; });
  Place place;
  const auto next = static_cast<size_t>(after - statements.begin());
  if (next > 0 && comment.begin < statements[next - 1].span.end) place.inside = next - 1;
  if (next < statements.size()) place.next = next;
  return place;
}

std::optional<std::string> ProblemWithRules(const Directive& directive,
                                            const std::function<bool(std::string_view)>& is_rule) {
  for (const std::string& rule : directive.rules) {
    if (rule == "MIG000") return "MIG000 cannot be ignored: it is about the directives themselves";
    if (!is_rule(rule)) return fmt::format("there is no rule \"{}\"", rule);
  }
  return std::nullopt;
}

}  // namespace

Directives ReadDirectives(const sql::Script& script, const std::function<bool(std::string_view)>& is_rule) {
  Directives result;
  for (const sql::Comment& comment : script.comments()) {
    const std::string_view text = script.file().Text(comment.span);
    const auto body = DirectiveText(text);
    if (!body) continue;
    const Place place = PlaceOf(script, comment.span);
    const size_t number = place.inside ? *place.inside + 1 : (place.next ? *place.next + 1 : 0);
    const auto reject = [&](std::string message, std::string help) {
      result.bad.push_back({comment.span, std::move(message), std::move(help), number});
    };
    Directive directive{.span = comment.span};
    Parser parser(*body);
    if (text.starts_with("/*")) {
      reject("a directive in a block comment", std::string(kExample));
    } else if (!StandsAlone(script.file(), comment.span)) {
      reject("a directive has to stand on a line of its own", "put it on the line above the statement");
    } else if (!parser.Parse(directive)) {
      reject(parser.problem(), std::string(kExample));
    } else if (const auto problem = ProblemWithRules(directive, is_rule)) {
      reject(*problem, "`lockstep rules` lists the rules");
    } else if (place.inside) {
      reject("a directive inside a statement applies to nothing", "put it on the line above the statement");
    } else if (!place.next) {
      reject("no statement follows this directive", "put it on the line above the statement, or remove it");
    } else {
      directive.statement = *place.next;
      result.valid.push_back(std::move(directive));
    }
  }
  return result;
}

}  // namespace lockstep::lint
