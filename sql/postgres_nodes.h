// SPDX-License-Identifier: Apache-2.0
// PostgreSQL's parse nodes, as libpg_query ships them. The only place in the project that includes those
// headers.
#pragma once

// What the standard library needs has to come first: postgres.h redefines printf and friends as macros.
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <locale>
#include <string>

extern "C" {
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_trigger.h"
#include "common/keywords.h"
#include "nodes/nodeFuncs.h"
#include "nodes/parsenodes.h"
#include "nodes/pg_list.h"
#include "pg_query.h"
#include "pg_query_internal.h"
}

#undef Abs
#undef Assert
#undef DEBUG
#undef DEBUG1
#undef DEBUG2
#undef DEBUG3
#undef DEBUG4
#undef DEBUG5
#undef ERROR
#undef FATAL
#undef INFO
#undef LOG
#undef Max
#undef Min
#undef NOTICE
#undef PANIC
#undef WARNING
#undef _
#undef bind
#undef fprintf
#undef gettext
#undef printf
#undef snprintf
#undef sprintf
#undef strerror
#undef strerror_r
#undef vfprintf
#undef vprintf
#undef vsnprintf
#undef vsprintf

// In libpg_query's archive, without a header: whether raw_expression_tree_walker() knows the node. It raises
// an error, which nobody would catch, for those it does not.
extern "C" bool pg_query_raw_tree_walker_supports(Node* node);
