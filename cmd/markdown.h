// SPDX-License-Identifier: Apache-2.0
// Markdown for the terminal: what runbooks/README.md allows in a page, that is headings, paragraphs, lists,
// fences and `code`.
#pragma once

#include <string>
#include <string_view>

namespace lockstep::cmd {

// Headings stand in the first column, all else is indented, what stands between fences twice. `color` adds
// escape sequences, and changes nothing else. Lines are broken as in `text`.
std::string RenderMarkdown(std::string_view text, bool color);

}  // namespace lockstep::cmd
