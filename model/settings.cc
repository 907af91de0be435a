// SPDX-License-Identifier: Apache-2.0
// SET, RESET, set_config() and DISCARD, as far as a setting decides what other statements mean or wait for.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "model/statements.h"
#include "sql/walk.h"

namespace lockstep::model {

namespace {

bool EqualsIgnoringCase(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\n\r\f\v");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n\r\f\v") - begin + 1);
}

// What parse_bool() in PostgreSQL's bool.c takes for false.
bool IsOff(std::string_view value) {
  constexpr std::array<std::string_view, 4> kWords = {"false", "no", "off", "0"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return EqualsIgnoringCase(value, word); });
}

// A value of SET: a string, a name, or a number, as text.
std::string ValueText(const ::Node* value) {
  while (const auto* cast = sql::As<::TypeCast>(value)) value = cast->arg;
  const auto* constant = sql::As<::A_Const>(value);
  if (constant == nullptr || constant->isnull) return std::string(sql::StringOf(value));
  switch (constant->val.node.type) {
    case T_Integer:
      return std::to_string(constant->val.ival.ival);
    case T_Float:
      return std::string(sql::Text(constant->val.fval.fval));
    case T_String:
      return std::string(sql::Text(constant->val.sval.sval));
    default:
      return {};
  }
}

// The names of a search_path as a string gives them: "a, \"B\"". Quoted ones keep their case
// (SplitIdentifierString()).
std::vector<std::string> SplitSearchPath(std::string_view text) {
  std::vector<std::string> names;
  while (!(text = Trim(text)).empty()) {
    std::string name;
    if (text.front() == '"') {
      const size_t end = text.find('"', 1);
      name = text.substr(1, end == std::string_view::npos ? end : end - 1);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    } else {
      const size_t end = std::min(text.find(','), text.size());
      name = Trim(text.substr(0, end));
      std::transform(name.begin(), name.end(), name.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
      text.remove_prefix(end);
    }
    if (!name.empty() && name != "$user") names.push_back(std::move(name));
    const size_t comma = text.find(',');
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return names;
}

// Milliseconds of a time setting: a bare number is in the setting's unit, which is ms here (GUC_UNIT_MS). -1
// when it is not a time.
int64_t Milliseconds(std::string_view text) {
  text = Trim(text);
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return -1;
  const std::string_view unit = Trim(text.substr(static_cast<size_t>(rest - text.data())));
  double factor = -1;
  if (unit.empty() || unit == "ms") factor = 1;
  if (unit == "us") factor = 0.001;
  if (unit == "s") factor = 1000;
  if (unit == "min") factor = 60'000;
  if (unit == "h") factor = 3'600'000;
  if (unit == "d") factor = 86'400'000;
  return factor < 0 ? -1 : static_cast<int64_t>(std::llround(number * factor));
}

void ApplySetting(Session& session, std::string_view name, bool local,
                  const std::vector<std::string>& values) {
  if (EqualsIgnoringCase(name, "search_path")) {
    session.Set(local, [&](Settings& settings) {
      settings.search_path.clear();
      for (const std::string& value : values) {
        if (value != "$user" && !value.empty()) settings.search_path.push_back(value);
      }
    });
  } else if (EqualsIgnoringCase(name, "lock_timeout") && !values.empty()) {
    session.Set(local, [&](Settings& settings) { settings.lock_timeout_ms = Milliseconds(values.front()); });
  } else if (EqualsIgnoringCase(name, "timezone") && !values.empty()) {
    session.Set(local, [&](Settings& settings) { settings.time_zone = values.front(); });
  } else if ((EqualsIgnoringCase(name, "role") || EqualsIgnoringCase(name, "session_authorization")) &&
             !values.empty()) {
    const std::string role = EqualsIgnoringCase(values.front(), "none") ? "" : values.front();
    session.Set(local, [&](Settings& settings) { settings.role = role; });
  } else if (EqualsIgnoringCase(name, "check_function_bodies") && !values.empty()) {
    session.Set(local, [&](Settings& settings) { settings.checks_function_bodies = !IsOff(values.front()); });
  }
}

void ResetSetting(Session& session, std::string_view name, bool local) {
  const Settings defaults;
  const bool all = name.empty();
  session.Set(local, [&](Settings& settings) {
    if (all || EqualsIgnoringCase(name, "search_path")) settings.search_path = defaults.search_path;
    if (all || EqualsIgnoringCase(name, "lock_timeout")) settings.lock_timeout_ms = Settings::kReset;
    if (all || EqualsIgnoringCase(name, "timezone")) settings.time_zone = defaults.time_zone;
    if (EqualsIgnoringCase(name, "role") || EqualsIgnoringCase(name, "session_authorization"))
      settings.role = {};
    if (all || EqualsIgnoringCase(name, "check_function_bodies")) settings.checks_function_bodies = true;
  });
}

}  // namespace

void SetVariable(Execution& execution, const ::VariableSetStmt& statement) {
  execution.Do(OperationKind::kSetting, {}, &statement);
  Session& session = execution.session();
  switch (statement.kind) {
    case VAR_SET_VALUE: {
      std::vector<std::string> values;
      for (const auto* value : sql::Elements<::Node>(statement.args)) values.push_back(ValueText(value));
      return ApplySetting(session, sql::Text(statement.name), statement.is_local, values);
    }
    case VAR_SET_DEFAULT:
    case VAR_RESET:
      return ResetSetting(session, sql::Text(statement.name), statement.is_local);
    case VAR_RESET_ALL:
      return ResetSetting(session, {}, false);
    case VAR_SET_CURRENT:  // SET … FROM CURRENT: only in CREATE FUNCTION
    case VAR_SET_MULTI:    // SET TRANSACTION
      return;
  }
}

// pg_dump begins with SELECT pg_catalog.set_config('search_path', '', false).
void ApplySetConfig(Execution& execution, const ::SelectStmt& statement) {
  for (const auto* target : sql::Elements<::ResTarget>(statement.targetList)) {
    const auto* call = target == nullptr ? nullptr : sql::As<::FuncCall>(target->val);
    if (call == nullptr || sql::LastName(call->funcname) != "set_config" || sql::Length(call->args) != 3)
      continue;
    const std::string name = ValueText(sql::At(call->args, 0));
    const std::string value = ValueText(sql::At(call->args, 1));
    const auto* local_constant = sql::As<::A_Const>(sql::At(call->args, 2));
    const bool local = local_constant != nullptr && local_constant->val.node.type == T_Boolean &&
                       local_constant->val.boolval.boolval;
    const bool is_path = EqualsIgnoringCase(name, "search_path");
    ApplySetting(execution.session(), name, local,
                 is_path ? SplitSearchPath(value) : std::vector<std::string>{value});
  }
}

void Discard(Execution& execution, const ::DiscardStmt& statement) {
  execution.Do(OperationKind::kSetting, {}, &statement);
  if (statement.target == DISCARD_ALL) ResetSetting(execution.session(), {}, false);
}

}  // namespace lockstep::model
