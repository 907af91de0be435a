// SPDX-License-Identifier: Apache-2.0
#include "sql/plpgsql_account.h"

#include <utility>

#include "sql/json_reader.h"

namespace lockstep::sql {

namespace {

using Item = PlpgsqlAccount::Item;

// By recursion: libpg_query's parser of PL/pgSQL, whose stack has an end (YYMAXDEPTH), nests blocks some
// 3,300 deep, of which this takes less than two megabytes.
class AccountReader {
 public:
  explicit AccountReader(std::string_view json) : json_(json) {}

  std::optional<PlpgsqlAccount> Read() {
    bool is_first = true;
    json_.ReadArray([&] {
      if (!std::exchange(is_first, false)) return json_.Skip();
      json_.ReadObject([&](std::string_view key) {
        if (key == "PLpgSQL_function") return ReadFunction();
        json_.Skip();
      });
    });
    for (const size_t number : assigned_) {
      if (number < datums_.size() && datums_[number]) account_.variables[*datums_[number]].is_assigned = true;
    }
    if (!json_.ok() || !json_.at_end() || !has_action_) return std::nullopt;
    return std::move(account_);
  }

 private:
  void ReadFunction() {
    json_.ReadObject([this](std::string_view key) {
      if (key == "datums") return json_.ReadArray([this] { ReadDatum(); });
      if (key != "action") return json_.Skip();
      has_action_ = true;
      Visit(false);
    });
  }

  void ReadDatum() {
    std::optional<size_t>& index = datums_.emplace_back();
    json_.ReadObject([&](std::string_view kind) {
      if (kind != "PLpgSQL_var") return json_.Skip();
      index = account_.variables.size();
      CodeVariable& variable = account_.variables.emplace_back();
      json_.ReadObject([&](std::string_view key) {
        if (key == "refname") {
          variable.name = json_.ReadString();
        } else if (key == "default_val") {
          variable.default_value = ReadQuery();
        } else {
          json_.Skip();
        }
      });
    });
  }

  // Of {"PLpgSQL_expr": {"query": …}}.
  std::string ReadQuery() {
    std::string query;
    json_.ReadObject([&](std::string_view) {
      json_.ReadObject([&](std::string_view key) {
        if (key == "query") {
          query = json_.ReadString();
        } else {
          json_.Skip();
        }
      });
    });
    return query;
  }

  void Visit(bool is_conditional) {
    if (json_.at_array()) return json_.ReadArray([&] { Visit(is_conditional); });
    if (!json_.at_object()) return json_.Skip();
    json_.ReadObject([&](std::string_view key) { VisitMember(key, is_conditional); });
  }

  void VisitMember(std::string_view key, bool is_conditional) {
    constexpr std::string_view kStatement = "PLpgSQL_stmt_";
    if (key.starts_with(kStatement)) return VisitStatement(key.substr(kStatement.size()), is_conditional);
    if (key == "varno") {
      assigned_.push_back(json_.ReadNumber());
    } else {
      Visit(is_conditional);
    }
  }

  void VisitStatement(std::string_view kind, bool is_conditional) {
    std::vector<Item>& items = account_.items;
    const size_t begin = items.size();
    const bool is_block = kind == "block";
    size_t line = 0;
    json_.ReadObject([&](std::string_view key) {
      if (key == "lineno") {
        line = json_.ReadNumber();
      } else if (const auto item = KindOf(kind, key)) {
        items.insert(items.begin() + static_cast<std::ptrdiff_t>(begin),
                     {*item, ReadQuery(), line, is_conditional});
      } else if (is_block && key == "exceptions") {
        for (size_t i = begin; i < items.size(); ++i) items[i].is_conditional = true;
        Visit(true);
      } else {
        VisitMember(key, is_conditional || !is_block);
      }
    });
    // libpg_query says of them only that they are there.
    if (kind == "commit") items.push_back({Item::Kind::kControl, "COMMIT", line, is_conditional});
    if (kind == "rollback") items.push_back({Item::Kind::kControl, "ROLLBACK", line, is_conditional});
  }

  // Of what a statement of that kind carries out in that member.
  static std::optional<Item::Kind> KindOf(std::string_view statement, std::string_view key) {
    if ((statement == "execsql" && key == "sqlstmt") ||
        ((statement == "perform" || statement == "call") && key == "expr") ||
        ((statement == "fors" || statement == "return_query") && key == "query"))
      return Item::Kind::kStatic;
    if (((statement == "dynexecute" || statement == "dynfors") && key == "query") ||
        (statement == "return_query" && key == "dynquery"))
      return Item::Kind::kDynamic;
    return std::nullopt;
  }

  JsonReader json_;
  bool has_action_ = false;
  std::vector<std::optional<size_t>> datums_;  // the variable that each of them is
  std::vector<size_t> assigned_;               // numbers of datums
  PlpgsqlAccount account_;
};

}  // namespace

std::optional<PlpgsqlAccount> PlpgsqlAccount::Read(std::string_view json) {
  return AccountReader(json).Read();
}

}  // namespace lockstep::sql
