// SPDX-License-Identifier: Apache-2.0
// Whatever lockstep.yaml holds, it is read, or told what is wrong with it.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cmd/config.h"
#include "sql/error.h"
#include "sql/testing/temporary_directory.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const lockstep::sql::TemporaryDirectory directory;
  const auto path =
      directory.Write("lockstep.yaml", std::string_view(reinterpret_cast<const char*>(data), size));
  try {
    lockstep::cmd::ReadConfig(path, [](const std::string& name) {
      return name == "SET" ? std::optional<std::string>("value") : std::nullopt;
    });
  } catch (const lockstep::FileError&) {
    // What is wrong, with its place.
  }
  return 0;
}
