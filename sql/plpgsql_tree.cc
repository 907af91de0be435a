// SPDX-License-Identifier: Apache-2.0
#include "sql/plpgsql_nodes.h"
// Has to stand behind it.
#include "sql/plpgsql_tree.h"

#include <array>

#include "sql/nodes.h"

namespace lockstep::sql {

namespace {

// The label that parameters can be qualified with.
const char* NameOf(const ::CreateFunctionStmt* routine) {
  if (routine == nullptr) return "inline_code_block";
  return LastName(routine->funcname).data();
}

bool IsOutput(const ::FunctionParameter& parameter) {
  return parameter.mode == FUNC_PARAM_OUT || parameter.mode == FUNC_PARAM_INOUT ||
         parameter.mode == FUNC_PARAM_TABLE;
}

// To the grammar only this makes a difference: whether it has fields, which can be assigned to.
bool IsComposite(const ::TypeName& name) {
  if (name.pct_type || name.arrayBounds != nullptr) return false;
  const size_t names = Length(name.names);
  const bool is_in_other_schema = names > 1 && StringOf(At(name.names, names - 2)) != "pg_catalog";
  if (is_in_other_schema) return true;
  ::Oid type = InvalidOid;
  ::int32 modifier = -1;
  typenameTypeIdAndMod(nullptr, &name, &type, &modifier);
  // libpg_query takes what PostgreSQL does not come with for a composite type.
  return get_typtype(type) == TYPTYPE_COMPOSITE || type == RECORDOID;
}

void AddParameters(const ::List* parameters, ::PLpgSQL_function& function) {
  int number = 0;
  for (const auto* parameter : Elements<::FunctionParameter>(parameters)) {
    std::array<char, 16> position = {};
    std::snprintf(position.data(), position.size(), "$%d", ++number);
    const char* name = parameter->name == nullptr ? position.data() : parameter->name;
    const ::Oid type_id = IsComposite(*parameter->argType) ? RECORDOID : TEXTOID;
    ::PLpgSQL_type* type = plpgsql_build_datatype(type_id, -1, InvalidOid, nullptr);
    const ::PLpgSQL_variable* variable = plpgsql_build_variable(name, 0, type, false);
    const auto kind = variable->dtype == PLPGSQL_DTYPE_VAR ? PLPGSQL_NSTYPE_VAR : PLPGSQL_NSTYPE_REC;
    plpgsql_ns_additem(kind, variable->dno, position.data());
    if (parameter->name != nullptr) plpgsql_ns_additem(kind, variable->dno, name);
    if (IsOutput(*parameter)) function.out_param_varno = variable->dno;
  }
}

// What the grammar asks of the result, when it comes to RETURN.
void SetResult(const ::CreateFunctionStmt* routine, ::PLpgSQL_function& function) {
  const ::TypeName* type = routine == nullptr ? nullptr : routine->returnType;
  const std::string_view name = type == nullptr ? std::string_view() : LastName(type->names);
  const bool is_nothing = type == nullptr && function.out_param_varno < 0;
  function.fn_prokind = routine != nullptr && routine->is_procedure ? PROKIND_PROCEDURE : PROKIND_FUNCTION;
  function.fn_rettype = is_nothing || name == "void" || name == "event_trigger" ? VOIDOID : UNKNOWNOID;
  function.fn_retset = type != nullptr && type->setof;
  function.fn_is_trigger = PLPGSQL_NOT_TRIGGER;
  if (name != "trigger") return;
  function.fn_is_trigger = PLPGSQL_DML_TRIGGER;
  function.new_varno = plpgsql_build_record("new", 0, nullptr, RECORDOID, true)->dno;
  function.old_varno = plpgsql_build_record("old", 0, nullptr, RECORDOID, true)->dno;
}

// As plpgsql_compile_callback() in PostgreSQL's src/pl/plpgsql/src/pl_comp.c, which wants a catalog. Leaves
// by longjmp() where the body is wrong: no object here may need a destructor.
::PLpgSQL_function* Compile(const char* body, const ::CreateFunctionStmt* routine) {
  auto* function = static_cast<::PLpgSQL_function*>(palloc0(sizeof(::PLpgSQL_function)));
  ::yyscan_t scanner = plpgsql_scanner_init(body);
  const char* name = NameOf(routine);
  plpgsql_error_funcname = pstrdup(name);
  plpgsql_check_syntax = true;
  plpgsql_DumpExecTree = false;
  plpgsql_curr_compile = function;
  plpgsql_compile_tmp_cxt = CurrentMemoryContext;
  function->fn_signature = plpgsql_error_funcname;
  function->fn_cxt = CurrentMemoryContext;
  function->out_param_varno = -1;
  function->resolve_option = PLPGSQL_RESOLVE_ERROR;

  plpgsql_ns_init();
  plpgsql_ns_push(name, PLPGSQL_LABEL_BLOCK);
  plpgsql_start_datums();
  if (routine != nullptr) AddParameters(routine->parameters, *function);
  SetResult(routine, *function);
  ::PLpgSQL_type* boolean = plpgsql_build_datatype(BOOLOID, -1, InvalidOid, nullptr);
  function->found_varno = plpgsql_build_variable("found", 0, boolean, true)->dno;

  plpgsql_yyparse(&function->action, scanner);  // gives 0, or raises an error
  plpgsql_scanner_finish(scanner);
  plpgsql_finish_datums(function);
  return function;
}

}  // namespace

void PlpgsqlTree::ContextDeleter::operator()(void* context) const {
  pg_query_exit_memory_context(static_cast<MemoryContext>(context));
}

PlpgsqlTree PlpgsqlTree::Parse(const char* body, const ::CreateFunctionStmt* routine) {
  PlpgsqlTree tree;
  MemoryContext context = pg_query_enter_memory_context();
  tree.context_.reset(context);
  PG_TRY();
  { tree.function_ = Compile(body, routine); }
  PG_CATCH();
  {
    MemoryContextSwitchTo(context);
    const ::ErrorData* error = CopyErrorData();
    FlushErrorState();
    tree.error_ = ParseTree::Error{
        .message = error->message,
        .cursor_position = error->internalpos > 0 ? static_cast<size_t>(error->internalpos) : 0};
  }
  PG_END_TRY();
  return tree;
}

}  // namespace lockstep::sql
