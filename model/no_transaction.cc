// SPDX-License-Identifier: Apache-2.0
#include "model/no_transaction.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace lockstep::model {

namespace {

// In lower case, with one blank between words.
std::string Normalised(std::string_view comment) {
  std::string result;
  for (const char c : comment) {
    const bool blank = c == ' ' || c == '\t' || c == '\r';
    if (blank && (result.empty() || result.back() == ' ')) continue;
    result += blank ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

template <typename Matches>
bool AnyComment(const sql::Script& script, const Matches& matches) {
  return std::any_of(script.comments().begin(), script.comments().end(), [&](const sql::Comment& comment) {
    return matches(Normalised(script.file().Text(comment.span)));
  });
}

}  // namespace

bool AsksForNoTransaction(const sql::Script& script, Runner runner) {
  switch (runner) {
    case Runner::kGoose:
      return AnyComment(script,
                        [](std::string_view comment) { return comment == "-- +goose no transaction"; });
    case Runner::kDbmate:
      return AnyComment(script, [](std::string_view comment) {
        return comment.starts_with("-- migrate:") && comment.find(" transaction:false") != std::string::npos;
      });
    case Runner::kSqlx:
      return script.file().body().starts_with("-- no-transaction");
    case Runner::kLockstep:
    case Runner::kGolangMigrate:
    case Runner::kFlyway:
    case Runner::kPsql:
    case Runner::kNone:
      return false;
  }
  return false;
}

}  // namespace lockstep::model
