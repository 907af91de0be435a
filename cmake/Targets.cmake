# SPDX-License-Identifier: Apache-2.0
# Headers that cost more than what includes them. That must not hide a missing include of them: clang-tidy reads the files
# without (scripts/check-tidy).
function(lockstep_precompile target)
  target_precompile_headers(${target} ${ARGN})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess)  # without it ccache keeps nothing
  endif()
endfunction()

# One library a folder; folder order is dependency order (scripts/check-layers). PRECOMPILE: headers that most of it includes.
function(lockstep_library folder)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRECOMPILE" ${ARGN})
  string(REPLACE "/" "_" name "lockstep_${folder}")
  list(TRANSFORM ARG_SOURCES PREPEND "${PROJECT_SOURCE_DIR}/${folder}/")
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE lockstep_options)
  if(ARG_PRECOMPILE)
    lockstep_precompile(${name} PRIVATE ${ARG_PRECOMPILE})
  endif()
endfunction()

# One test program a library and label, beside what it tests. "unit" needs nothing; the others start a server of their own.
if(LOCKSTEP_BUILD_TESTS)
  enable_testing()
  find_package(GTest REQUIRED)
  include(GoogleTest)
  add_custom_target(unit_tests)
endif()
function(lockstep_test folder label)
  if(NOT LOCKSTEP_BUILD_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "AS_ONE" "" "SOURCES;LINK" ${ARGN})
  string(REPLACE "/" "_" name "${folder}_${label}_test")
  list(TRANSFORM ARG_SOURCES PREPEND "${PROJECT_SOURCE_DIR}/${folder}/")
  add_executable(${name} ${ARG_SOURCES})
  string(REPLACE "/" "_" library "lockstep_${folder}")
  target_link_libraries(${name} PRIVATE ${library} ${ARG_LINK} lockstep_options GTest::gtest GTest::gtest_main GTest::gmock)
  target_compile_definitions(${name} PRIVATE LOCKSTEP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)  # built more often than run
  if(name STREQUAL "sql_unit_test")
    lockstep_precompile(${name} PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  else()
    lockstep_precompile(${name} REUSE_FROM sql_unit_test)
  endif()
  if(label STREQUAL "unit")
    add_dependencies(unit_tests ${name})
  endif()
  if(label STREQUAL "unit" AND NOT ARG_AS_ONE AND NOT LOCKSTEP_SANITIZE)
    gtest_discover_tests(${name} TEST_PREFIX ${folder}. PROPERTIES LABELS unit DISCOVERY_MODE PRE_TEST)
  else()
    # As one test: a thousand small ones take longer to start than to run, its suites share one server, which costs more than they do, or the sanitizers' start does. The longest
    # begin first.
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 1200 COST 100)
    if(label STREQUAL "fault" OR label STREQUAL "interruption")
      set_tests_properties(${name} PROPERTIES COST 200)
    endif()
  endif()
endfunction()

# A program labelled "postgres" once more for each of these major versions of PostgreSQL (scripts/postgres fetches them): skipped where
# one is not there, and failed when CI is set.
function(lockstep_test_with_servers name)
  if(NOT LOCKSTEP_BUILD_TESTS)
    return()
  endif()
  set_tests_properties(${name} PROPERTIES LABELS postgres)
  foreach(version ${ARGN})
    add_test(NAME ${name}_${version} COMMAND ${name})
    set_tests_properties(${name}_${version} PROPERTIES LABELS postgres TIMEOUT 1200
      ENVIRONMENT "LOCKSTEP_TEST_PG=${version}"
      SKIP_REGULAR_EXPRESSION "Skipped\nLOCKSTEP_TEST_PG=${version}: ")
  endforeach()
endfunction()

# A program's tests dealt out to several that run side by side.
function(lockstep_test_in_shards name count)
  if(NOT LOCKSTEP_BUILD_TESTS)
    return()
  endif()
  get_test_property(${name} LABELS labels)
  math(EXPR last "${count} - 1")
  foreach(shard RANGE ${last})
    set(test ${name})
    if(shard GREATER 0)
      set(test ${name}_${shard})
      add_test(NAME ${test} COMMAND ${name})
      set_tests_properties(${test} PROPERTIES LABELS ${labels} TIMEOUT 1200 COST 200)
    endif()
    set_tests_properties(${test} PROPERTIES ENVIRONMENT "GTEST_TOTAL_SHARDS=${count};GTEST_SHARD_INDEX=${shard}")
  endforeach()
endfunction()

# A program's tests of other migration tools, by the beginning of their suites' names: skipped where scripts/foreign-tools could not
# fetch the tool, and failed when CI is set.
function(lockstep_test_by_tool name)
  if(NOT LOCKSTEP_BUILD_TESTS)
    return()
  endif()
  foreach(tool ${ARGN})
    set(test ${name})
    if(NOT tool STREQUAL ARGV1)
      set(test ${name}_${tool})
      add_test(NAME ${test} COMMAND ${name})
    endif()
    set_tests_properties(${test} PROPERTIES LABELS postgres TIMEOUT 1200
      ENVIRONMENT "GTEST_FILTER=${tool}*"
      SKIP_REGULAR_EXPRESSION "Skipped\n[a-z-]+ is not here: ")
  endforeach()
endfunction()
