// SPDX-License-Identifier: Apache-2.0
// The checksum by which a migration's file is known again, whatever editors and version control do to its
// line ends.
#pragma once

#include <string>
#include <string_view>

#include "sql/source_file.h"

namespace lockstep::source {

// SHA-256 in lowercase hex of `text` without its byte order mark, "\r\n" and lone "\r" taken as "\n".
std::string Checksum(std::string_view text);
// The same of a file's body.
std::string Checksum(const sql::SourceFile& file);

}  // namespace lockstep::source
