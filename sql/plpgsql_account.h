// SPDX-License-Identifier: Apache-2.0
// What a PL/pgSQL block runs, from the JSON of libpg_query's pg_query_parse_plpgsql().
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/plpgsql.h"

namespace lockstep::sql {

struct PlpgsqlAccount {
  struct Item {
    enum class Kind { kStatic, kDynamic, kControl };
    Kind kind;
    std::string text;  // SQL, the expression that gives it, COMMIT or ROLLBACK
    size_t line;       // of the body: the text stands there, or behind it
    bool is_conditional;
  };

  // Nothing where the text is not that: what libpg_query writes of a trigger function is no JSON.
  static std::optional<PlpgsqlAccount> Read(std::string_view json);

  std::vector<CodeVariable> variables;
  std::vector<Item> items;  // in the order in which they are written
};

}  // namespace lockstep::sql
