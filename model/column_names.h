// SPDX-License-Identifier: Apache-2.0
// What PostgreSQL calls columns that were given no name: of queries, and of indexes, whose own names are made
// of them (parse_target.c, indexcmds.c).
#pragma once

#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "sql/nodes.h"

namespace lockstep::model {

// FigureColnameInternal(): the name of a column that consists of the expression; empty where that says
// nothing. Lives as long as the expression.
std::string_view FigureColumnName(const ::Node* expression);

// "ctid", "xmin" …: what every table has.
bool IsSystemColumn(std::string_view name);

// The elements of an index, in the memory given: those of `parameters`, then those of `including`.
std::pmr::vector<const ::IndexElem*> IndexElements(const ::List* parameters, const ::List* including,
                                                   std::pmr::memory_resource* memory);

using ColumnNames = std::pmr::vector<std::string_view>;

// ChooseIndexColumnNames(): the names of an index's columns, no two the same. In the memory given, or as long
// as the elements.
ColumnNames IndexColumnNames(std::span<const ::IndexElem* const> elements, std::pmr::memory_resource* memory);

// Makes no two of the names the same, in the same way: new ones are in the memory of the list.
void MakeDistinct(ColumnNames& names);

// ChooseIndexNameAddition(): what the names of columns give to the name of what stands on them. In the memory
// of the list, or one of its names.
std::string_view JoinColumnNames(const ColumnNames& names);

// Whether the name is shorter when cut to what a name can hold, and so cut: at most `bytes`, of UTF-8 whole
// characters only (pg_mbcliplen()).
std::string_view Clip(std::string_view name, size_t bytes);

// NAMEDATALEN - 1 (pg_config_manual.h).
inline constexpr size_t kMaximumNameLength = 63;

}  // namespace lockstep::model
