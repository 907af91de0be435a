// SPDX-License-Identifier: Apache-2.0
// Whatever stands behind "lockstep:" in a comment is a directive, or told why it is none.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "lint/directive.h"
#include "sql/error.h"
#include "sql/script.h"
#include "sql/source_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using lockstep::sql::SourceFile;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const std::string& file :
       {"-- lockstep:" + text + "\nSELECT 1;", "/* lockstep:" + text + "*/ SELECT 1;", text}) {
    try {
      const SourceFile source = SourceFile::FromText("x.sql", file);
      const lockstep::sql::Script script = lockstep::sql::Script::Parse(source);
      lockstep::lint::ReadDirectives(script, [](std::string_view id) { return id == "MIG001"; });
    } catch (const lockstep::FileError&) {
      return 0;
    }
  }
  return 0;
}
