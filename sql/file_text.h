// SPDX-License-Identifier: Apache-2.0
// The bytes of one file, kept as they were when it was read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace lockstep::sql {

// Small files are held in memory. Of a large one (data of COPY, mostly) a private copy is made on disk, in a
// file without a name below TMPDIR, /var/tmp or /tmp, and mapped: as much of it is in memory as is being
// looked at, and nobody can change what was checked before it is run, nor cut it short, which would end the
// program with SIGBUS if the file itself were mapped. Where no such copy can be made (no space, nothing
// writable), it is held in memory.
class FileText {
 public:
  static constexpr size_t kLarge = 8 << 20;

  explicit FileText(std::string text) : text_(std::move(text)) {}
  // Throws FileError when it cannot be read, or is no regular file.
  static FileText Read(const std::filesystem::path& path);

  std::string_view view() const {
    return map_ ? std::string_view(map_.get(), map_.get_deleter().size) : text_;
  }
  bool is_mapped() const { return map_ != nullptr; }

  // Takes the bytes from `begin` to `end` of a mapped file out of memory; they come back when they are looked
  // at.
  void Release(size_t begin, size_t end) const;

 private:
  struct Unmap {
    size_t size;
    void operator()(const char* begin) const;
  };
  using Map = std::unique_ptr<const char, Unmap>;

  explicit FileText(Map map) : map_(std::move(map)) {}
  static Map MapCopy(std::FILE& file);

  std::string text_;
  Map map_;
};

}  // namespace lockstep::sql
