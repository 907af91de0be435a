// SPDX-License-Identifier: Apache-2.0
// Finds parts of a statement in its text, for what PostgreSQL's nodes have no location of.
#pragma once

#include <cstddef>

#include "sql/source_file.h"

namespace lockstep::sql {

// The list element that begins at byte `begin` of the file: up to the comma or the closing parenthesis that
// ends it, or the statement's end, without blanks.
Span ElementAt(const SourceFile& file, Span statement, size_t begin);

// Element number `index` (from 0) of the comma list that stands behind the qualified name at byte `name`, as
// the sub-commands of ALTER TABLE do. The statement's span when there are fewer elements.
Span ElementBehindName(const SourceFile& file, Span statement, size_t name, size_t index);

}  // namespace lockstep::sql
