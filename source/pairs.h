// SPDX-License-Identifier: Apache-2.0
// Formats of which a migration is up to two files, one for each direction.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "source/reader.h"
#include "source/version.h"

namespace lockstep::source {

enum class Direction { kUp, kDown };

// Found, but not read yet.
struct PairFile {
  std::filesystem::path path;
  Version version;
  std::string title;
  Direction direction = Direction::kUp;
};

// Puts files together by their versions. Two files for the same version and direction, and one that reverts
// what is not there, are errors; two titles for one version are a warning.
class Pairs {
 public:
  explicit Pairs(Reader& reader) : reader_(reader) {}

  void Add(PairFile file);

  using ReadPart = std::function<std::optional<Part>(const std::filesystem::path& path)>;
  // Reads all of them into the directory's migrations.
  void Read(const ReadPart& read);

 private:
  struct Pair {
    std::optional<PairFile> up = {};
    std::optional<PairFile> down = {};
  };

  void Check(const Pair& pair);

  Reader& reader_;
  std::map<Version, Pair> pairs_;
};

}  // namespace lockstep::source
