// SPDX-License-Identifier: Apache-2.0
// What changing a column's type does to the rows and the indexes that are there.
#pragma once

#include <optional>
#include <string_view>

#include "model/execution.h"

namespace lockstep::model {

// ATColumnChangeRequiresRewrite() of PostgreSQL's tablecmds.c for `ALTER COLUMN column TYPE new_type [USING
// using_expression]`: why every row is written again, or nothing where only the catalog is touched. An old
// type that is not known is assumed to differ.
std::optional<Cause> WhyTypeChangeRewrites(const Execution& execution,
                                           const std::optional<ColumnType>& old_type,
                                           const ColumnType& new_type, std::string_view column,
                                           const ::Node* using_expression);

// Whether PostgreSQL converts values from one type to the other without being told how, as ALTER COLUMN TYPE
// without USING asks of it: find_coercion_pathway() of parse_coerce.c, for an assignment. Nothing where that
// is not known.
std::optional<bool> IsAssignable(const Execution& execution, const ColumnType& from, const ColumnType& to);

// Whether a foreign key of one type may refer to a column of the other: there is an operator in the index's
// family that compares them, or an implicit cast. True where that is not known.
bool MayReferTo(const Execution& execution, const ColumnType& key, const ColumnType& referenced);

// CheckIndexCompatible() of indexcmds.c: whether a plain index with the default operator class can stay as it
// is.
bool IndexSurvives(const Execution& execution, const ColumnType& old_type, const ColumnType& new_type,
                   std::string_view access_method);

}  // namespace lockstep::model
