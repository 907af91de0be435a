// SPDX-License-Identifier: Apache-2.0
// What an expression is worth: its volatility, the columns it reads.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/builtins.h"
#include "model/execution.h"

namespace lockstep::model {

struct ExpressionFacts {
  Volatility volatility = Volatility::kImmutable;
  // The call that makes it volatile, as the SQL names it; lives in the parse tree.
  std::string_view volatile_function = {};
  // Nothing is known of that function: volatile by assumption.
  bool is_assumed = false;
  // Column names read, each as often as it stands there. In the execution's scratch memory.
  std::pmr::vector<std::string_view> columns;
  // Functions and sequences of the catalog that it calls and takes numbers from.
  Uses uses = {};
};

// As contain_volatile_functions() sees the expression after planning, that is with SQL functions inlined.
ExpressionFacts FactsOf(const Execution& execution, const ::Node* expression);

// The sequence that a call of nextval() or setval() changes; none for every other call, and where the name is
// no constant.
RelationId SequenceWrittenBy(const Execution& execution, const ::FuncCall& call);

// The expression in a text that is the same for the same expression, however it is laid out.
std::string CanonicalText(const ::Node* expression);

// A constant in text, however cast; nothing for NULL and for everything that is no constant.
std::optional<std::string> ConstantText(const ::Node* expression);

// Whether the expression is the constant NULL, however cast.
bool IsNullConstant(const ::Node* expression);

// The name of the column that the expression consists of; empty when it is anything else.
std::string_view PlainColumn(const ::Node* expression);

}  // namespace lockstep::model
