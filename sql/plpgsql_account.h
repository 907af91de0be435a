// SPDX-License-Identifier: Apache-2.0
// What a PL/pgSQL block runs, from its tree.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sql/plpgsql.h"

struct PLpgSQL_function;

namespace lockstep::sql {

struct PlpgsqlAccount {
  struct Item {
    enum class Kind { kStatic, kDynamic, kControl };
    Kind kind;
    std::string_view text;  // SQL, the expression that gives it, COMMIT or ROLLBACK
    size_t line;            // of the body: the text stands there, or behind it
    bool is_conditional;
  };

  // Its texts live as long as the tree does.
  static PlpgsqlAccount Of(const ::PLpgSQL_function& function);

  std::vector<CodeVariable> variables;
  std::vector<Item> items;  // in the order in which they are written
};

}  // namespace lockstep::sql
