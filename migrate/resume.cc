// SPDX-License-Identifier: Apache-2.0
#include "migrate/resume.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "source/checksum.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::migrate {

namespace {

std::string PlaceOf(const sql::Script& script, const sql::Statement& statement) {
  const sql::Position position = script.file().PositionOf(statement.span.begin);
  return fmt::format("{}:{}:{}", script.file().name(), position.line, position.column);
}

bool IsTemporary(const ::RangeVar* relation) {
  if (relation == nullptr) return false;
  return relation->relpersistence == RELPERSISTENCE_TEMP || sql::Text(relation->schemaname) == "pg_temp";
}

// The relation that a statement makes, if it makes one.
const ::RangeVar* MadeBy(const ::Node* statement) {
  if (const auto* table = sql::As<::CreateStmt>(statement)) return table->relation;
  if (const auto* view = sql::As<::ViewStmt>(statement)) return view->view;
  if (const auto* sequence = sql::As<::CreateSeqStmt>(statement)) return sequence->sequence;
  const ::IntoClause* into = nullptr;
  if (const auto* table = sql::As<::CreateTableAsStmt>(statement)) into = table->into;
  if (const auto* select = sql::As<::SelectStmt>(statement)) into = select->intoClause;
  return into == nullptr ? nullptr : into->rel;
}

// The name of what lives only as long as the session: temporary relation, prepared statement, cursor. Empty
// where the statement makes none.
std::string_view SessionObjectOf(const ::Node* statement) {
  const ::RangeVar* relation = MadeBy(statement);
  if (IsTemporary(relation)) return sql::Text(relation->relname);
  if (const auto* prepare = sql::As<::PrepareStmt>(statement)) return sql::Text(prepare->name);
  const auto* cursor = sql::As<::DeclareCursorStmt>(statement);
  const bool outlives = cursor != nullptr && (cursor->options & CURSOR_OPT_HOLD) != 0;
  return outlives ? sql::Text(cursor->portalname) : std::string_view();
}

bool IsWordByte(char byte) {
  return byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z') || static_cast<unsigned char>(byte) >= 0x80;
}

char LowerCase(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte; }

// Whether the name stands anywhere in the statement, in strings and bodies too: those may run.
bool Mentions(std::string_view text, std::string_view name) {
  const auto same = [](char a, char b) { return LowerCase(a) == LowerCase(b); };
  auto found = text.begin();
  while ((found = std::search(found, text.end(), name.begin(), name.end(), same)) != text.end()) {
    const auto behind = found + static_cast<std::ptrdiff_t>(name.size());
    const bool begins = found == text.begin() || !IsWordByte(*(found - 1));
    if (begins && (behind == text.end() || !IsWordByte(*behind))) return true;
    ++found;
  }
  return false;
}

std::optional<std::string> FindEdited(const sql::Script& script, const Progress& progress) {
  const size_t done = progress.statements_done;
  if (script.statements().size() < done) {
    return fmt::format("{}: {} of its statements are done, and it has only {} now: bring the others back",
                       script.file().name(), done, script.statements().size());
  }
  const std::vector<std::string> now = StatementHashes(script, done);
  for (size_t i = 0; i < std::min(now.size(), progress.statement_hashes.size()); ++i) {
    if (now[i] == progress.statement_hashes[i]) continue;
    return fmt::format(
        "{}: statement {} was edited after it was done: bring its old text back (what is not done yet, from "
        "statement {} on, may be edited)",
        PlaceOf(script, script.statements()[i]), i + 1, done + 1);
  }
  return std::nullopt;
}

std::optional<std::string> FindMissingObject(const sql::Script& script, size_t done) {
  const auto statements = script.statements();
  for (size_t i = 0; i < done; ++i) {
    const std::string_view object = SessionObjectOf(statements[i].node);
    if (object.empty()) continue;
    const auto user = std::find_if(statements.begin() + static_cast<std::ptrdiff_t>(done), statements.end(),
                                   [&](const sql::Statement& statement) {
                                     return Mentions(script.file().Text(statement.span), object);
                                   });
    if (user == statements.end()) continue;
    return fmt::format(
        "{}: this statement needs \"{}\", which statement {} has made for its session only, and "
        "that session has ended: have what is not done yet make it itself",
        PlaceOf(script, *user), object, i + 1);
  }
  return std::nullopt;
}

// SELECT set_config(name, value, false), as pg_dump writes it.
bool SetsConfig(const ::SelectStmt& select) {
  if (sql::Length(select.targetList) != 1 || select.fromClause != nullptr) return false;
  const auto* target = sql::As<::ResTarget>(sql::At(select.targetList, 0));
  const auto* call = target == nullptr ? nullptr : sql::As<::FuncCall>(target->val);
  if (call == nullptr || sql::LastName(call->funcname) != "set_config" || sql::Length(call->args) != 3)
    return false;
  const auto* is_local = sql::As<::A_Const>(sql::At(call->args, 2));
  return is_local != nullptr && !is_local->val.boolval.boolval;
}

bool IsSetting(const ::Node* statement) {
  if (const auto* set = sql::As<::VariableSetStmt>(statement))
    return !set->is_local && set->kind != VAR_SET_MULTI;
  const auto* select = sql::As<::SelectStmt>(statement);
  return select != nullptr && SetsConfig(*select);
}

}  // namespace

std::vector<std::string> StatementHashes(const sql::Script& script, size_t count) {
  std::vector<std::string> hashes;
  hashes.reserve(count);
  for (const sql::Statement& statement : script.statements().first(count)) {
    hashes.push_back(source::Checksum(script.file().Text(statement.span)));
  }
  return hashes;
}

std::optional<std::string> WhyNotResumable(const sql::Script& script, const Progress& progress) {
  if (auto edited = FindEdited(script, progress)) return edited;
  return FindMissingObject(script, progress.statements_done);
}

std::vector<const sql::Statement*> SettingsAmong(const sql::Script& script, size_t done) {
  std::vector<const sql::Statement*> settings;
  for (const sql::Statement& statement : script.statements().first(done)) {
    const auto* discard = sql::As<::DiscardStmt>(statement.node);
    if (discard != nullptr && discard->target == DISCARD_ALL) settings.clear();
    if (IsSetting(statement.node)) settings.push_back(&statement);
  }
  return settings;
}

}  // namespace lockstep::migrate
