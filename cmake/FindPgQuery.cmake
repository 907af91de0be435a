# SPDX-License-Identifier: Apache-2.0
# Finds libpg_query >= 18.1 and defines PgQuery::pg_query (the static library, with PostgreSQL's node headers).
#
# Looked up in, in this order: -DPG_QUERY_ROOT=DIR (a source tree after `make`, or an installation prefix),
# .deps/pg_query (unpacked by scripts/setup), the system.
#
# 18.1 brought pg_query_scan_tokens.h, and an error instead of a crash on too deep input: the header tells the version.

set(_pg_query_how "Run scripts/setup (Debian), or build libpg_query 18.1 or newer and pass -DPG_QUERY_ROOT=DIR; README.md says how, under Install.")

if(PG_QUERY_ROOT)
  set(_pg_query_places "${PG_QUERY_ROOT}" "${PG_QUERY_ROOT}/usr")
  set(_pg_query_only NO_DEFAULT_PATH)
else()
  set(_pg_query_places "${CMAKE_CURRENT_SOURCE_DIR}/.deps/pg_query/usr")
  set(_pg_query_only "")
endif()

find_path(PgQuery_INCLUDE_DIR pg_query.h PATHS ${_pg_query_places} PATH_SUFFIXES include . NO_DEFAULT_PATH)
find_library(PgQuery_LIBRARY libpg_query.a PATHS ${_pg_query_places} PATH_SUFFIXES lib "lib/${CMAKE_LIBRARY_ARCHITECTURE}" . NO_DEFAULT_PATH)
if(NOT _pg_query_only)
  find_path(PgQuery_INCLUDE_DIR pg_query.h)
  find_library(PgQuery_LIBRARY libpg_query.a)
endif()

# The headers of PostgreSQL stand beside pg_query.h once installed, and in src/ in a source tree.
find_path(PgQuery_POSTGRES_DIR nodes/parsenodes.h
  PATHS "${PgQuery_INCLUDE_DIR}/pg_query/postgres" "${PgQuery_INCLUDE_DIR}/src/postgres/include" "${PgQuery_INCLUDE_DIR}/src/include/postgres"
  NO_DEFAULT_PATH)
find_path(PgQuery_INTERNAL_DIR pg_query_internal.h
  PATHS "${PgQuery_INCLUDE_DIR}/pg_query" "${PgQuery_INCLUDE_DIR}/src" NO_DEFAULT_PATH)
mark_as_advanced(PgQuery_INCLUDE_DIR PgQuery_LIBRARY PgQuery_POSTGRES_DIR PgQuery_INTERNAL_DIR)

if(NOT PgQuery_INCLUDE_DIR OR NOT PgQuery_LIBRARY)
  message(FATAL_ERROR "libpg_query was not found (pg_query.h and libpg_query.a). ${_pg_query_how}")
endif()
if(NOT EXISTS "${PgQuery_INCLUDE_DIR}/pg_query_scan_tokens.h")
  message(FATAL_ERROR "The libpg_query in ${PgQuery_INCLUDE_DIR} is too old: 18.1 is the oldest that works. ${_pg_query_how}")
endif()
if(NOT PgQuery_POSTGRES_DIR OR NOT PgQuery_INTERNAL_DIR)
  message(FATAL_ERROR "The libpg_query in ${PgQuery_INCLUDE_DIR} comes without PostgreSQL's node headers. ${_pg_query_how}")
endif()

if(NOT TARGET PgQuery::pg_query)
  add_library(PgQuery::pg_query STATIC IMPORTED)
  set_target_properties(PgQuery::pg_query PROPERTIES
    IMPORTED_LOCATION "${PgQuery_LIBRARY}"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${PgQuery_INCLUDE_DIR};${PgQuery_POSTGRES_DIR};${PgQuery_INTERNAL_DIR}"
    INTERFACE_INCLUDE_DIRECTORIES "${PgQuery_INCLUDE_DIR};${PgQuery_POSTGRES_DIR};${PgQuery_INTERNAL_DIR}")
endif()
set(PgQuery_FOUND TRUE)
