// SPDX-License-Identifier: Apache-2.0
// CREATE and ALTER FUNCTION: what a call in a default is worth.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "model/expression.h"
#include "model/queries.h"
#include "model/statements.h"
#include "sql/parse_tree.h"

namespace lockstep::model {

namespace {

std::optional<Volatility> VolatilityFrom(const ::List* options) {
  const std::string_view value = [&] {
    const auto* option = sql::FindOption(options, "volatility");
    return option == nullptr ? std::string_view() : sql::StringOf(option->arg);
  }();
  if (value == "immutable") return Volatility::kImmutable;
  if (value == "stable") return Volatility::kStable;
  if (value == "volatile") return Volatility::kVolatile;
  return std::nullopt;
}

bool IsInput(const ::FunctionParameter& parameter) {
  return parameter.mode != FUNC_PARAM_OUT && parameter.mode != FUNC_PARAM_TABLE;
}

// The one expression that a SQL function's body is, or null: what inline_function() in PostgreSQL's clauses.c
// takes.
const ::Node* SingleExpression(const ::Node* statement) {
  if (const auto* result = sql::As<::ReturnStmt>(statement)) return result->returnval;
  const auto* select = sql::As<::SelectStmt>(statement);
  if (select == nullptr || select->op != SETOP_NONE || select->fromClause != nullptr ||
      select->whereClause != nullptr || select->groupClause != nullptr || select->havingClause != nullptr ||
      select->windowClause != nullptr || select->sortClause != nullptr || select->limitCount != nullptr ||
      select->limitOffset != nullptr || select->withClause != nullptr || select->distinctClause != nullptr ||
      sql::Length(select->targetList) != 1) {
    return nullptr;
  }
  const auto* target = sql::As<::ResTarget>(sql::At(select->targetList, 0));
  return target == nullptr ? nullptr : target->val;
}

bool MayBeInlined(const ::CreateFunctionStmt& statement) {
  const auto* language = sql::FindOption(statement.options, "language");
  const bool is_sql =
      language == nullptr ? statement.sql_body != nullptr : sql::StringOf(language->arg) == "sql";
  const bool returns_set = statement.returnType != nullptr && statement.returnType->setof;
  return is_sql && !returns_set && !sql::OptionIsOn(statement.options, "security") &&
         !sql::OptionIsOn(statement.options, "strict") &&
         sql::FindOption(statement.options, "set") == nullptr;
}

// The text of a SQL function, as it is parsed; nothing where it is none, or is written as BEGIN ATOMIC.
std::optional<sql::ParseTree> ParsedBody(const ::CreateFunctionStmt& statement) {
  const auto* language = sql::FindOption(statement.options, "language");
  if (language == nullptr || sql::StringOf(language->arg) != "sql") return std::nullopt;
  const auto* body = sql::FindOption(statement.options, "as");
  const auto* texts = body == nullptr ? nullptr : reinterpret_cast<const ::List*>(body->arg);
  if (sql::Length(texts) != 1) return std::nullopt;
  sql::ParseTree tree = sql::ParseTree::Parse(std::string(sql::StringOf(sql::At(texts, 0))));
  return tree.ok() ? std::optional(std::move(tree)) : std::nullopt;
}

// Volatility of a call once the planner has put the function's own expression in its place.
Volatility InlinedVolatility(const Execution& execution, const ::CreateFunctionStmt& statement,
                             const std::optional<sql::ParseTree>& body, Volatility declared) {
  // A function may be declared better than its body; inline_function() then leaves it alone.
  if (declared != Volatility::kVolatile || !MayBeInlined(statement)) return declared;
  const ::Node* query = statement.sql_body;
  if (query == nullptr && body && body->statements().size() == 1) query = body->statements().front()->stmt;
  const ::Node* expression = SingleExpression(query);
  return expression == nullptr ? declared : FactsOf(execution, expression).volatility;
}

// Nothing is to be found in compiled code, nor where the statement's text is put together when it runs.
Kept<RoutineCode> CodeOf(Execution& execution, const ::CreateFunctionStmt& statement) {
  const auto* language = sql::FindOption(statement.options, "language");
  const std::string_view name = language == nullptr ? std::string_view() : sql::StringOf(language->arg);
  const sql::Statement& place = *execution.record().statement;
  if (name == "c" || name == "internal" || !place.has_places || execution.environment().source == nullptr)
    return {};
  return execution.catalog().KeepValue(
      RoutineCode{.text = std::string(execution.environment().source->Text(place.span)),
                  .place = place.span.begin,
                  .statement = place.number});
}

enum class Parameters : uint8_t { kInput, kAll };

std::string SignatureOf(const ::List* parameters, Parameters which) {
  std::string signature;
  for (const auto* parameter : sql::Elements<::FunctionParameter>(parameters)) {
    if (parameter == nullptr || parameter->argType == nullptr) continue;
    if (which == Parameters::kInput && !IsInput(*parameter)) continue;
    if (!signature.empty()) signature += ',';
    signature += sql::TypeRef::From(*parameter->argType).Display();
  }
  return signature;
}

bool IsPolymorphic(const ::TypeName* type) {
  return type != nullptr && sql::LastName(type->names).starts_with("any");
}

// The queries of a SQL function are analysed when it is made, and their tables locked by that: of BEGIN
// ATOMIC always, of a text by fmgr_sql_validator() in pg_proc.c, unless check_function_bodies is off or an
// argument's type is not known yet.
void LockBody(Execution& execution, const ::CreateFunctionStmt& statement,
              const std::optional<sql::ParseTree>& body) {
  if (statement.sql_body != nullptr) {
    return ReadRelations(execution, statement.sql_body, Reading::kNothing);
  }
  if (!body || !execution.session().settings().checks_function_bodies) return;
  for (const auto* parameter : sql::Elements<::FunctionParameter>(statement.parameters)) {
    if (parameter != nullptr && IsInput(*parameter) && IsPolymorphic(parameter->argType)) return;
  }
  for (const ::RawStmt* query : body->statements()) {
    switch (sql::TagOf(query->stmt)) {
      case T_SelectStmt:
      case T_InsertStmt:
      case T_UpdateStmt:
      case T_DeleteStmt:
      case T_MergeStmt:
        ReadRelations(execution, query->stmt, Reading::kNothing);
        break;
      default:  // analysed when it is run
        break;
    }
  }
}

}  // namespace

void CreateFunction(Execution& execution, const ::CreateFunctionStmt& statement) {
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  const sql::QualifiedName name = sql::QualifiedName::From(statement.funcname);
  Function function{.schema = execution.SchemaForCreation(name.schema), .name = name.name};
  for (const auto* parameter : sql::Elements<::FunctionParameter>(statement.parameters)) {
    if (parameter == nullptr || !IsInput(*parameter)) continue;
    ++function.arguments;
    if (parameter->defexpr != nullptr) ++function.arguments_with_defaults;
    if (parameter->mode == FUNC_PARAM_VARIADIC) function.is_variadic = true;
  }
  const std::string signature = SignatureOf(statement.parameters, Parameters::kInput);
  std::string full_signature;
  function.signature = signature;
  if (statement.is_procedure) {
    full_signature = SignatureOf(statement.parameters, Parameters::kAll);
    function.full_signature = full_signature;
    function.output_arguments = sql::Length(statement.parameters) - function.arguments;
  }
  const std::optional<sql::ParseTree> body = ParsedBody(statement);
  function.volatility = VolatilityFrom(statement.options).value_or(Volatility::kVolatile);
  function.volatility_inlined = InlinedVolatility(execution, statement, body, function.volatility);
  function.is_procedure = statement.is_procedure;
  function.created_in = execution.environment().file;
  function.code = CodeOf(execution, statement);
  LockBody(execution, statement, body);
  for (const FunctionId id : execution.catalog().FindFunctions(function.schema, function.name)) {
    if (execution.Get(id)->signature != function.signature) continue;
    if (!statement.replace) {
      return execution.Fail("42723",
                            "function \"" + name.name + "\" already exists with same argument types");
    }
    return execution.catalog().Replace(id, function);
  }
  execution.catalog().Add(function);
}

void AlterFunction(Execution& execution, const ::AlterFunctionStmt& statement) {
  execution.Do(OperationKind::kAlterTable, {}, &statement);
  const auto volatility = VolatilityFrom(statement.actions);
  if (!volatility || statement.func == nullptr) return;
  for (const FunctionId id : execution.FindFunctions(sql::QualifiedName::From(statement.func->objname))) {
    Function& function = execution.catalog().Change(id);
    function.volatility = *volatility;
    function.volatility_inlined = *volatility;
  }
}

}  // namespace lockstep::model
