# SPDX-License-Identifier: Apache-2.0
# Manual page and completions. Made by the program itself, so that they know what it knows.
function(lockstep_generated_file output destination)
  set(file "${CMAKE_CURRENT_BINARY_DIR}/${output}")
  cmake_path(GET file PARENT_PATH folder)
  add_custom_command(
    OUTPUT "${file}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${folder}"
    COMMAND lockstep ${ARGN} > "${file}"
    DEPENDS lockstep
    VERBATIM)
  install(FILES "${file}" DESTINATION "${destination}")
  set_property(GLOBAL APPEND PROPERTY LOCKSTEP_GENERATED_FILES "${file}")
endfunction()
lockstep_generated_file(share/lockstep.1 "${CMAKE_INSTALL_MANDIR}/man1" generate-man)
lockstep_generated_file(share/lockstep "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" generate-completion bash)
lockstep_generated_file(share/_lockstep "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" generate-completion zsh)
lockstep_generated_file(share/lockstep.fish "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" generate-completion fish)
get_property(generated_files GLOBAL PROPERTY LOCKSTEP_GENERATED_FILES)
add_custom_target(generated_files ALL DEPENDS ${generated_files})
