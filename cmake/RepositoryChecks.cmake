# SPDX-License-Identifier: Apache-2.0
# Checks of the repository itself, as tests.
if(LOCKSTEP_BUILD_TESTS AND EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/.git")
  foreach(check check-files check-layers)
    add_test(NAME ${check} COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/scripts/${check}")
    set_tests_properties(${check} PROPERTIES LABELS unit)
  endforeach()
endif()
