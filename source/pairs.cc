// SPDX-License-Identifier: Apache-2.0
#include "source/pairs.h"

#include <utility>

#include <fmt/format.h>

namespace lockstep::source {

void Pairs::Add(PairFile file) {
  Pair& pair = pairs_[file.version];
  std::optional<PairFile>& side = file.direction == Direction::kUp ? pair.up : pair.down;
  if (!side) {
    side = std::move(file);
    return;
  }
  reader_.Error(file.path,
                fmt::format("has the version and direction of {}: give one of them another version",
                            side->path.filename().string()));
}

void Pairs::Check(const Pair& pair) {
  if (!pair.up) {
    reader_.Error(pair.down->path,
                  "reverts a migration that is not there: add the file that it reverts, or remove this one");
  } else if (pair.down && pair.down->title != pair.up->title) {
    reader_.Warn(pair.down->path, fmt::format("is titled otherwise than {}, which it reverts",
                                              pair.up->path.filename().string()));
  }
}

void Pairs::Read(const ReadPart& read) {
  const auto part_of = [&read](const std::optional<PairFile>& file) {
    return file ? read(file->path) : std::nullopt;
  };
  for (const auto& [version, pair] : pairs_) {
    Check(pair);
    const PairFile& named = pair.up ? *pair.up : *pair.down;
    reader_.directory().migrations.push_back(
        {.version = named.version, .name = named.title, .up = part_of(pair.up), .down = part_of(pair.down)});
  }
}

}  // namespace lockstep::source
