# SPDX-License-Identifier: Apache-2.0
# The packaged libpg_query is built against a newer C library than Debian 12's: of all that it uses, glibc 2.36 lacks
# strlcpy (2.38) and __isoc23_strtoul (2.38). They are compiled in only where the C library has none.
include(CheckFunctionExists)
check_function_exists(strlcpy LOCKSTEP_HAVE_STRLCPY)
check_function_exists(__isoc23_strtoul LOCKSTEP_HAVE_ISOC23_STRTOUL)
add_library(pg_query_shims STATIC cmake/compatibility_shims.c)
target_compile_definitions(pg_query_shims PRIVATE
  $<$<BOOL:${LOCKSTEP_HAVE_STRLCPY}>:LOCKSTEP_HAVE_STRLCPY>
  $<$<BOOL:${LOCKSTEP_HAVE_ISOC23_STRTOUL}>:LOCKSTEP_HAVE_ISOC23_STRTOUL>)
# libpg_query calls the shims, so they have to come after it on the link line.
set_property(TARGET PgQuery::pg_query APPEND PROPERTY INTERFACE_LINK_LIBRARIES pg_query_shims)
