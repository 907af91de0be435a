// SPDX-License-Identifier: Apache-2.0
// PL/pgSQL's tree, as libpg_query ships it. For the files of this folder that read PL/pgSQL only, and before
// any other header of it: plpgsql.h needs the macros that postgres_nodes.h takes away.
#pragma once

// As in postgres_nodes.h: what the standard library needs has to come first.
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <locale>
#include <string>

extern "C" {
#include "postgres.h"

#include <plpgsql.h>  // "plpgsql.h" would be ours
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "parser/parse_type.h"
#include "utils/lsyscache.h"
}

#include "sql/postgres_nodes.h"
