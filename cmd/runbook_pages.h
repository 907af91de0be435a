// SPDX-License-Identifier: Apache-2.0
// The pages of runbooks/, which the program carries within itself.
#pragma once

#include <span>
#include <string_view>

namespace lockstep::cmd {

struct RunbookPage {
  std::string_view name;  // the file's, without extension: a rule's name, "recipe-rename-table"
  std::string_view text;  // Markdown
};

// Sorted by name. Made by cmake/EmbedFiles.cmake when the program is built.
std::span<const RunbookPage> RunbookPages();

}  // namespace lockstep::cmd
