// SPDX-License-Identifier: Apache-2.0
// Small files of "KEY = VALUE" lines that stand beside migrations.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "source/reader.h"
#include "sql/source_file.h"

namespace lockstep::source {

// The views are into the file's text.
struct Setting {
  std::string_view key;
  std::string_view value;
  size_t offset = 0;  // of the key
};

// Up to the first "[", where a TOML table begins. Comments ("#") are passed over; a line without "=" is an
// error.
std::vector<Setting> ReadSettings(Reader& reader, const sql::SourceFile& file);

// true or false; for anything else an error, and nothing.
std::optional<bool> ReadFlag(Reader& reader, const sql::SourceFile& file, const Setting& setting);

}  // namespace lockstep::source
