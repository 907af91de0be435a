// SPDX-License-Identifier: Apache-2.0
// How constants of a column's type stand to each other, as far as that shows without a server.
#pragma once

#include <cstdint>
#include <string>

#include "model/execution.h"

namespace lockstep::model {

enum class ConstantOrder : uint8_t {
  kUnknown,
  kDifferent,  // which of them is less depends on what is not known
  kLess,
  kEqual,
  kGreater,
};

// Both as they are written in SQL, without quotes. Texts of lowercase ASCII letters and digits are taken to
// sort as they do in nearly all collations, and in C and in those of English in particular; other texts are
// only compared for equality, unless the column's collation is C.
ConstantOrder CompareConstants(const Execution& execution, ColumnId column, const std::string& left,
                               const std::string& right);

// Whether a comparison with the constant, or with the elements of the array, is one that PostgreSQL reasons
// about. It is not where the column is converted for it (an integer, to be compared with 8.5), nor where the
// time zone decides (timestamptz beside date).
bool IsReasonedAbout(const Execution& execution, ColumnId column, const ::Node* constant);

}  // namespace lockstep::model
