// SPDX-License-Identifier: Apache-2.0
// The functions and procedures that a statement calls and whose code is known: what they run is part of it.
#pragma once

#include <vector>

#include "model/execution.h"

namespace lockstep::model {

struct RoutineCall {
  FunctionId routine;
  const ::FuncCall* call = nullptr;
  bool is_conditional = false;  // for each row that there may be; not for SELECT f() alone
};

// Whether a statement of its kind can have routines carried out: CALL and what carries out a query.
bool MayCall(const ::Node& statement);

// In the order in which they are written. Only those that may do more than read: PostgreSQL lets a function
// that is STABLE or IMMUTABLE run nothing but queries (functions/functions.c, "is not allowed in a
// non-volatile function").
// Of a statement that MayCall().
std::vector<RoutineCall> CallsOf(const Execution& execution, const ::Node& statement);

}  // namespace lockstep::model
