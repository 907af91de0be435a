// SPDX-License-Identifier: Apache-2.0
#include "cmd/config.h"

#include <fmt/format.h>

#include "sql/error.h"

namespace lockstep::cmd {

namespace fs = std::filesystem;

Config ReadConfig(const fs::path& path, const Environment& /*environment*/) {
  throw FileError(fmt::format("{}: configuration files are not supported yet", path.string()));
}

std::optional<fs::path> FindConfig(const fs::path& start) {
  for (fs::path folder = start;; folder = folder.parent_path()) {
    if (fs::exists(folder / "lockstep.yaml")) return folder / "lockstep.yaml";
    if (fs::exists(folder / ".git") || folder == folder.parent_path()) return std::nullopt;
  }
}

}  // namespace lockstep::cmd
