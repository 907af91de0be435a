// SPDX-License-Identifier: Apache-2.0
#include "sql/nodes.h"

#include <strings.h>

namespace lockstep::sql {

const ::DefElem* FindOption(const ::List* options, std::string_view name) {
  for (const auto* option : Elements<::DefElem>(options)) {
    if (option != nullptr && Text(option->defname) == name) return option;
  }
  return nullptr;
}

bool OptionIsOn(const ::List* options, std::string_view name) {
  const auto* option = FindOption(options, name);
  if (option == nullptr) return false;
  if (option->arg == nullptr) return true;
  // The spellings that defGetBoolean() in PostgreSQL's commands/define.c takes.
  if (const auto* number = As<::Integer>(option->arg)) return number->ival != 0;
  if (const auto* boolean = As<::Boolean>(option->arg)) return boolean->boolval;
  const std::string text(StringOf(option->arg));
  return strcasecmp(text.c_str(), "true") == 0 || strcasecmp(text.c_str(), "on") == 0;
}

}  // namespace lockstep::sql
