# SPDX-License-Identifier: Apache-2.0
# Writes the runbook pages into a C++ source, so that the program has them wherever it is installed:
#
#   cmake -D DIRECTORY=runbooks -D OUTPUT=runbook_pages.cc -P EmbedFiles.cmake

# A raw string ends at this word and a quote only, which no page holds.
set(delimiter "END_OF_PAGE")

file(GLOB pages LIST_DIRECTORIES false "${DIRECTORY}/*.md")
list(SORT pages)
set(rows "")
foreach(page IN LISTS pages)
  get_filename_component(name "${page}" NAME_WE)
  if(name STREQUAL "README")
    continue()
  endif()
  file(READ "${page}" text)
  string(APPEND rows "    RunbookPage{\"${name}\", R\"${delimiter}(${text})${delimiter}\"},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Made by cmake/EmbedFiles.cmake.
#include \"cmd/runbook_pages.h\"

#include <array>

namespace lockstep::cmd {

namespace {

constexpr auto kPages = std::to_array<RunbookPage>({
${rows}});

}  // namespace

std::span<const RunbookPage> RunbookPages() { return kPages; }

}  // namespace lockstep::cmd
")
