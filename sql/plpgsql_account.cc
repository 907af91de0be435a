// SPDX-License-Identifier: Apache-2.0
#include "sql/plpgsql_account.h"

#include <memory_resource>
#include <utility>

#include <nlohmann/json.hpp>

namespace lockstep::sql {

namespace {

using Item = PlpgsqlAccount::Item;

// The parser puts its texts together byte by byte, and this string does so in place: std::string's push_back
// is a call into the library.
using JsonString = std::pmr::string;
using Json = nlohmann::basic_json<std::map, std::vector, JsonString>;

enum class Statement {
  kBlock,
  kStatic,
  kDynamic,
  kCall,
  kLoop,
  kDynamicLoop,
  kReturnQuery,
  kCommit,
  kRollback,
  kOther
};

Statement StatementOf(std::string_view kind) {
  if (kind == "block") return Statement::kBlock;
  if (kind == "execsql") return Statement::kStatic;
  if (kind == "dynexecute") return Statement::kDynamic;
  if (kind == "perform" || kind == "call") return Statement::kCall;
  if (kind == "fors") return Statement::kLoop;
  if (kind == "dynfors") return Statement::kDynamicLoop;
  if (kind == "return_query") return Statement::kReturnQuery;
  if (kind == "commit") return Statement::kCommit;
  if (kind == "rollback") return Statement::kRollback;
  return Statement::kOther;
}

// Of what the statement carries out in that member.
std::optional<Item::Kind> ItemKindOf(Statement statement, std::string_view key) {
  switch (statement) {
    case Statement::kStatic:
      if (key == "sqlstmt") return Item::Kind::kStatic;
      break;
    case Statement::kCall:
      if (key == "expr") return Item::Kind::kStatic;
      break;
    case Statement::kLoop:
      if (key == "query") return Item::Kind::kStatic;
      break;
    case Statement::kDynamic:
    case Statement::kDynamicLoop:
      if (key == "query") return Item::Kind::kDynamic;
      break;
    case Statement::kReturnQuery:
      if (key == "query") return Item::Kind::kStatic;
      if (key == "dynquery") return Item::Kind::kDynamic;
      break;
    default:
      break;
  }
  return std::nullopt;
}

// Takes the events of nlohmann's parser, which needs no stack however deep the blocks are.
class AccountReader {
 public:
  std::optional<PlpgsqlAccount> Take() {
    if (!has_action_) return std::nullopt;
    for (const size_t number : assigned_) {
      if (number < datums_.size() && datums_[number]) account_.variables[*datums_[number]].is_assigned = true;
    }
    return std::move(account_);
  }

  // The parser's interface; false would end it.
  bool start_object(size_t /*members*/) { return Enter(false); }
  bool start_array(size_t /*elements*/) { return Enter(true); }
  bool end_array() { return Leave(); }
  bool end_object() { return Leave(); }

  bool key(JsonString& name) {
    next_ = MemberOf(values_.back(), name);
    return true;
  }

  bool string(JsonString& text) {
    if (next_.part == Part::kName) {
      account_.variables.back().name = text;
    } else if (next_.part == Part::kQuery) {
      query_ = text;
    }
    return true;
  }

  bool number_unsigned(uint64_t number) {
    if (next_.part == Part::kLine) values_.back().line = number;
    if (next_.part == Part::kAssigned) assigned_.push_back(number);
    return true;
  }

  bool null() { return true; }
  bool boolean(bool /*value*/) { return true; }
  bool number_integer(int64_t /*value*/) { return true; }
  bool number_float(double /*value*/, std::string_view /*text*/) { return true; }
  bool binary(const Json::binary_t& /*value*/) { return true; }
  bool parse_error(size_t /*position*/, const std::string& /*token*/, const Json::exception& /*error*/) {
    return false;
  }

 private:
  // What a value of the JSON is.
  enum class Part {
    kNothing,      // nobody asks for it
    kFunctions,    // [{"PLpgSQL_function": …}]
    kHolder,       // {"PLpgSQL_function": …}
    kFunction,     // {"datums": …, "action": …}
    kDatums,       // [{"PLpgSQL_var": …}, …]
    kDatum,        // {"PLpgSQL_var": …}
    kVariable,     // {"refname": …, "default_val": …}
    kName,         // of the variable
    kExpression,   // {"PLpgSQL_expr": {"query": …}}
    kQueryHolder,  // {"query": …}
    kQuery,        // text
    kStatement,    // {"lineno": …, …}
    kCode,         // what may hold statements: {"PLpgSQL_stmt_block": …}, or a list of them
    kLine,         // number
    kAssigned,     // number of the datum that something is assigned to
  };

  struct Value {
    Part part = Part::kNothing;
    bool is_list = false;
    bool is_conditional = false;              // kCode, kStatement: as CodePart's
    Statement statement = Statement::kOther;  // kStatement
    size_t line = 0;                          // of the statement
    size_t first_item = 0;                    // of the statement's items
    std::optional<Item::Kind> item = {};      // kExpression: what the statement makes of it
  };

  bool Enter(bool is_list) {
    if (values_.empty()) {
      next_ = {.part = Part::kFunctions};
    } else if (values_.back().is_list) {
      next_ = ElementOf(values_.back());
    }
    next_.is_list = is_list;
    if (next_.part == Part::kDatum) datums_.emplace_back();
    if (next_.part == Part::kVariable) {
      datums_.back() = account_.variables.size();
      account_.variables.emplace_back();
    }
    next_.first_item = account_.items.size();
    values_.push_back(std::exchange(next_, {}));
    return true;
  }

  bool Leave() {
    const Value value = values_.back();
    values_.pop_back();
    next_ = {};
    if (value.part == Part::kExpression) TakeQuery(value);
    // libpg_query says of them only that they are there.
    if (value.statement == Statement::kCommit) AddControl("COMMIT", value);
    if (value.statement == Statement::kRollback) AddControl("ROLLBACK", value);
    return true;
  }

  void AddControl(std::string text, const Value& statement) {
    account_.items.push_back(
        {Item::Kind::kControl, std::move(text), statement.line, statement.is_conditional});
  }

  // A loop's query is written before its body, behind which it stands in the JSON.
  void TakeQuery(const Value& expression) {
    if (!expression.item) {
      account_.variables.back().default_value = std::exchange(query_, {});
      return;
    }
    const Value& statement = values_.back();
    account_.items.insert(
        account_.items.begin() + static_cast<std::ptrdiff_t>(statement.first_item),
        {*expression.item, std::exchange(query_, {}), statement.line, statement.is_conditional});
  }

  Value ElementOf(const Value& list) {
    switch (list.part) {
      case Part::kFunctions:
        return {.part = std::exchange(has_function_, true) ? Part::kNothing : Part::kHolder};
      case Part::kDatums:
        return {.part = Part::kDatum};
      case Part::kCode:
        return {.part = Part::kCode, .is_conditional = list.is_conditional};
      default:
        return {};
    }
  }

  Value MemberOf(const Value& object, std::string_view key) {
    switch (object.part) {
      case Part::kHolder:
        return {.part = key == "PLpgSQL_function" ? Part::kFunction : Part::kNothing};
      case Part::kFunction:
        if (key == "datums") return {.part = Part::kDatums};
        if (key != "action") return {};
        has_action_ = true;
        return {.part = Part::kCode};
      case Part::kDatum:
        return {.part = key == "PLpgSQL_var" ? Part::kVariable : Part::kNothing};
      case Part::kVariable:
        if (key == "refname") return {.part = Part::kName};
        return {.part = key == "default_val" ? Part::kExpression : Part::kNothing};
      case Part::kExpression:
        return {.part = Part::kQueryHolder};
      case Part::kQueryHolder:
        return {.part = key == "query" ? Part::kQuery : Part::kNothing};
      case Part::kStatement:
        return MemberOfStatement(object, key);
      case Part::kCode:
        return MemberOfCode(key, object.is_conditional);
      default:
        return {};
    }
  }

  Value MemberOfStatement(const Value& statement, std::string_view key) {
    if (key == "lineno") return {.part = Part::kLine};
    if (const auto item = ItemKindOf(statement.statement, key))
      return {.part = Part::kExpression, .item = item};
    const bool is_block = statement.statement == Statement::kBlock;
    if (is_block && key == "exceptions") {
      for (size_t i = statement.first_item; i < account_.items.size(); ++i)
        account_.items[i].is_conditional = true;
      return {.part = Part::kCode, .is_conditional = true};
    }
    return MemberOfCode(key, statement.is_conditional || !is_block);
  }

  static Value MemberOfCode(std::string_view key, bool is_conditional) {
    constexpr std::string_view kStatement = "PLpgSQL_stmt_";
    if (key == "varno") return {.part = Part::kAssigned};
    if (!key.starts_with(kStatement)) return {.part = Part::kCode, .is_conditional = is_conditional};
    return {.part = Part::kStatement,
            .is_conditional = is_conditional,
            .statement = StatementOf(key.substr(kStatement.size()))};
  }

  std::vector<Value> values_;  // that the parser is in, outermost first
  Value next_;                 // what comes next, as its key says
  std::string query_;
  bool has_function_ = false;
  bool has_action_ = false;
  std::vector<std::optional<size_t>> datums_;  // the variable that each of them is
  std::vector<size_t> assigned_;               // numbers of datums
  PlpgsqlAccount account_;
};

}  // namespace

std::optional<PlpgsqlAccount> PlpgsqlAccount::Read(std::string_view json) {
  AccountReader reader;
  if (!Json::sax_parse(json, &reader)) return std::nullopt;
  return reader.Take();
}

}  // namespace lockstep::sql
