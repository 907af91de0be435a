// SPDX-License-Identifier: Apache-2.0
// The names that PostgreSQL makes up for what was given none: after table and columns, cut to what a name may
// hold, made unique (indexcmds.c, pg_constraint.c, statscmds.c). In the execution's scratch memory.
#pragma once

#include <string_view>

#include "model/execution.h"

namespace lockstep::model {

// ChooseConstraintName(): unique among the constraints of the schema. For CHECK, NOT NULL and foreign keys.
// `columns` are joined names, or empty.
std::string_view ChooseConstraintName(const Execution& execution, RelationId table, std::string_view columns,
                                      std::string_view label);

// For a constraint of that domain.
std::string_view ChooseConstraintName(const Execution& execution, TypeId domain, std::string_view label);

// Of a partition's foreign key, where its parent's name, which it would have, is taken on the partition.
std::string_view ChoosePartitionKeyName(const Execution& execution, RelationId partition,
                                        std::string_view parents, std::string_view columns);

// The sequence of a serial or identity column.
std::string_view ChooseSequenceName(const Execution& execution, RelationId table, std::string_view column);

// ChooseIndexName(): unique among the relations of the table's schema; that of a constraint among its
// constraints too. `columns` are joined names.
std::string_view ChooseIndexName(const Execution& execution, RelationId table, std::string_view columns);
std::string_view ChooseIndexName(const Execution& execution, RelationId table, std::string_view columns,
                                 ConstraintKind constraint);

// ChooseExtendedStatisticName(). `columns` are joined names.
std::string_view ChooseStatisticsName(const Execution& execution, RelationId table, std::string_view columns);

}  // namespace lockstep::model
