// SPDX-License-Identifier: Apache-2.0
#include "sql/plpgsql_nodes.h"
// Has to stand behind it.
#include "sql/nodes.h"
#include "sql/plpgsql_account.h"

#include <span>
#include <utility>

namespace lockstep::sql {

namespace {

using Kind = PlpgsqlAccount::Item::Kind;

// PL/pgSQL's own structures, which are no nodes.
template <typename T, typename Visit>
void ForEach(const ::List* list, const Visit& visit) {
  for (size_t i = 0; i < Length(list); ++i) visit(*reinterpret_cast<const T*>(At(list, i)));
}

template <typename T>
const T& StatementAs(const ::PLpgSQL_stmt& statement) {
  return reinterpret_cast<const T&>(statement);
}

const ::PLpgSQL_variable* AsVariable(const ::PLpgSQL_datum* datum) {
  return datum->dtype == PLPGSQL_DTYPE_VAR ? reinterpret_cast<const ::PLpgSQL_variable*>(datum) : nullptr;
}

// No deeper than PL/pgSQL's grammar lets blocks be nested (YYMAXDEPTH).
class AccountReader {
 public:
  explicit AccountReader(const ::PLpgSQL_function& function)
      : datums_(function.datums, static_cast<size_t>(function.ndatums)), is_assigned_(datums_.size()) {}

  PlpgsqlAccount Read(const ::PLpgSQL_stmt_block& block) {
    ReadBlock(block, false);
    for (size_t i = 0; i < datums_.size(); ++i) {
      const ::PLpgSQL_variable* variable = AsVariable(datums_[i]);
      if (variable != nullptr) AddVariable(*variable, is_assigned_[i]);
    }
    return std::move(account_);
  }

 private:
  void AddVariable(const ::PLpgSQL_variable& variable, bool is_assigned) {
    CodeVariable& added = account_.variables.emplace_back();
    added.name = variable.refname;
    added.is_assigned = is_assigned;
    if (variable.default_val != nullptr) added.default_value = variable.default_val->query;
  }

  void ReadList(const ::List* statements, bool is_conditional) {
    ForEach<::PLpgSQL_stmt>(statements,
                            [&](const ::PLpgSQL_stmt& statement) { Read(statement, is_conditional); });
  }

  // A block with handlers may fail and be left, its work undone.
  void ReadBlock(const ::PLpgSQL_stmt_block& block, bool is_conditional) {
    if (block.exceptions == nullptr) return ReadList(block.body, is_conditional);
    ReadList(block.body, true);
    ForEach<::PLpgSQL_exception>(block.exceptions->exc_list, [this](const ::PLpgSQL_exception& handler) {
      ReadList(handler.action, true);
    });
  }

  void Read(const ::PLpgSQL_stmt& statement, bool is_conditional) {
    const auto add = [&](Kind kind, const ::PLpgSQL_expr* expression) {
      if (expression != nullptr) Add(kind, expression->query, statement, is_conditional);
    };
    switch (statement.cmd_type) {
      case PLPGSQL_STMT_BLOCK:
        return ReadBlock(StatementAs<::PLpgSQL_stmt_block>(statement), is_conditional);
      case PLPGSQL_STMT_IF:
        return ReadIf(StatementAs<::PLpgSQL_stmt_if>(statement));
      case PLPGSQL_STMT_CASE:
        return ReadCase(StatementAs<::PLpgSQL_stmt_case>(statement));
      case PLPGSQL_STMT_LOOP:
        return ReadList(StatementAs<::PLpgSQL_stmt_loop>(statement).body, true);
      case PLPGSQL_STMT_WHILE:
        return ReadList(StatementAs<::PLpgSQL_stmt_while>(statement).body, true);
      case PLPGSQL_STMT_FORI: {
        const auto& loop = StatementAs<::PLpgSQL_stmt_fori>(statement);
        NoteAssigned(loop.var->dno);
        return ReadList(loop.body, true);
      }
      case PLPGSQL_STMT_FORS:
        add(Kind::kStatic, StatementAs<::PLpgSQL_stmt_fors>(statement).query);
        return ReadLoop(StatementAs<::PLpgSQL_stmt_forq>(statement));
      case PLPGSQL_STMT_DYNFORS:
        add(Kind::kDynamic, StatementAs<::PLpgSQL_stmt_dynfors>(statement).query);
        return ReadLoop(StatementAs<::PLpgSQL_stmt_forq>(statement));
      case PLPGSQL_STMT_FORC:
        return ReadLoop(StatementAs<::PLpgSQL_stmt_forq>(statement));
      case PLPGSQL_STMT_FOREACH_A: {
        const auto& loop = StatementAs<::PLpgSQL_stmt_foreach_a>(statement);
        NoteAssigned(loop.varno);
        return ReadList(loop.body, true);
      }
      case PLPGSQL_STMT_ASSIGN:
        return NoteAssigned(StatementAs<::PLpgSQL_stmt_assign>(statement).varno);
      case PLPGSQL_STMT_FETCH:
        return NoteAssigned(StatementAs<::PLpgSQL_stmt_fetch>(statement).target);
      case PLPGSQL_STMT_GETDIAG:
        return ForEach<::PLpgSQL_diag_item>(
            StatementAs<::PLpgSQL_stmt_getdiag>(statement).diag_items,
            [this](const ::PLpgSQL_diag_item& item) { NoteAssigned(item.target); });
      case PLPGSQL_STMT_EXECSQL:
        add(Kind::kStatic, StatementAs<::PLpgSQL_stmt_execsql>(statement).sqlstmt);
        return NoteAssigned(StatementAs<::PLpgSQL_stmt_execsql>(statement).target);
      case PLPGSQL_STMT_DYNEXECUTE:
        add(Kind::kDynamic, StatementAs<::PLpgSQL_stmt_dynexecute>(statement).query);
        return NoteAssigned(StatementAs<::PLpgSQL_stmt_dynexecute>(statement).target);
      case PLPGSQL_STMT_PERFORM:
        return add(Kind::kStatic, StatementAs<::PLpgSQL_stmt_perform>(statement).expr);
      case PLPGSQL_STMT_CALL:
        return add(Kind::kStatic, StatementAs<::PLpgSQL_stmt_call>(statement).expr);
      case PLPGSQL_STMT_RETURN_QUERY:
        add(Kind::kStatic, StatementAs<::PLpgSQL_stmt_return_query>(statement).query);
        return add(Kind::kDynamic, StatementAs<::PLpgSQL_stmt_return_query>(statement).dynquery);
      case PLPGSQL_STMT_COMMIT:
        return Add(Kind::kControl, "COMMIT", statement, is_conditional);
      case PLPGSQL_STMT_ROLLBACK:
        return Add(Kind::kControl, "ROLLBACK", statement, is_conditional);
      default:
        return;
    }
  }

  void ReadIf(const ::PLpgSQL_stmt_if& choice) {
    ReadList(choice.then_body, true);
    ForEach<::PLpgSQL_if_elsif>(choice.elsif_list,
                                [this](const ::PLpgSQL_if_elsif& arm) { ReadList(arm.stmts, true); });
    ReadList(choice.else_body, true);
  }

  void ReadCase(const ::PLpgSQL_stmt_case& choice) {
    ForEach<::PLpgSQL_case_when>(choice.case_when_list,
                                 [this](const ::PLpgSQL_case_when& arm) { ReadList(arm.stmts, true); });
    ReadList(choice.else_stmts, true);
  }

  void ReadLoop(const ::PLpgSQL_stmt_forq& loop) {
    NoteAssigned(loop.var);
    ReadList(loop.body, true);
  }

  void Add(Kind kind, std::string_view text, const ::PLpgSQL_stmt& statement, bool is_conditional) {
    account_.items.push_back({kind, text, static_cast<size_t>(statement.lineno), is_conditional});
  }

  // Of a row, the variables that it lists.
  void NoteAssigned(const ::PLpgSQL_variable* target) {
    if (target == nullptr) return;
    if (target->dtype != PLPGSQL_DTYPE_ROW) return NoteAssigned(target->dno);
    const auto& row = reinterpret_cast<const ::PLpgSQL_row&>(*target);
    for (int i = 0; i < row.nfields; ++i) NoteAssigned(row.varnos[i]);
  }

  void NoteAssigned(int datum) { is_assigned_[static_cast<size_t>(datum)] = true; }

  std::span<::PLpgSQL_datum* const> datums_;
  std::vector<bool> is_assigned_;  // by datum
  PlpgsqlAccount account_;
};

}  // namespace

PlpgsqlAccount PlpgsqlAccount::Of(const ::PLpgSQL_function& function) {
  return AccountReader(function).Read(*function.action);
}

}  // namespace lockstep::sql
