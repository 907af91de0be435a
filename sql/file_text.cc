// SPDX-License-Identifier: Apache-2.0
#include "sql/file_text.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "sql/error.h"

namespace lockstep::sql {
namespace {

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

[[noreturn]] void ThrowUnreadable(const std::filesystem::path& path, int error) {
  throw FileError(
      fmt::format("{}: cannot be read: {}", path.string(), std::generic_category().message(error)));
}

// Returns the size. Opening a FIFO would wait for its writer, and reading a directory fails only later.
size_t RequireRegularFile(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) ThrowUnreadable(path, errno);
  if (S_ISDIR(status.st_mode)) throw FileError(fmt::format("{}: is a directory, not a file", path.string()));
  if (!S_ISREG(status.st_mode)) throw FileError(fmt::format("{}: is not a regular file", path.string()));
  return static_cast<size_t>(status.st_size);
}

// `size` is only a hint: the file may grow while it is read. One byte more, and its end is seen without
// another buffer.
std::string ReadAll(std::FILE& file, size_t size) {
  std::string text(size + 1, '\0');
  size_t length = 0;
  while (true) {
    if (length == text.size()) text.resize(std::max<size_t>(4096, 2 * text.size()));
    const size_t read = std::fread(text.data() + length, 1, text.size() - length, &file);
    if (read == 0) break;
    length += read;
  }
  text.resize(length);
  return text;
}

// Nobody else can open it, and it is gone when it is closed. Null when there is no place for one. /tmp comes
// last, as it is memory on many systems.
File NamelessFile() {
  const char* variable = std::getenv("TMPDIR");
  for (const char* directory : {variable, "/var/tmp", "/tmp"}) {
    if (directory == nullptr || *directory == '\0') continue;
    std::string name = fmt::format("{}/lockstep.XXXXXX", directory);
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) continue;
    ::unlink(name.c_str());
    return File(::fdopen(descriptor, "w+b"));
  }
  return nullptr;
}

// False when there is no space for it.
bool Copy(std::FILE& from, std::FILE& to) {
  std::vector<char> buffer(1 << 20);
  while (const size_t read = std::fread(buffer.data(), 1, buffer.size(), &from)) {
    if (std::fwrite(buffer.data(), 1, read, &to) != read) return false;
  }
  return std::fflush(&to) == 0;
}

}  // namespace

FileText FileText::Read(const std::filesystem::path& path) {
  const size_t size = RequireRegularFile(path);
  const File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) ThrowUnreadable(path, errno);
  std::setvbuf(file.get(), nullptr, _IONBF, 0);  // it is read in pieces larger than a buffer
  if (size >= kLarge) {
    Map map = MapCopy(*file);
    if (std::ferror(file.get()) != 0) ThrowUnreadable(path, errno);
    if (map) return FileText(std::move(map));
    std::rewind(file.get());
  }
  std::string text = ReadAll(*file, size);
  if (std::ferror(file.get()) != 0) ThrowUnreadable(path, errno);
  return FileText(std::move(text));
}

FileText::Map FileText::MapCopy(std::FILE& file) {
  const File copy = NamelessFile();
  if (!copy || !Copy(file, *copy)) return nullptr;
  const long size = std::ftell(copy.get());
  if (size <= 0) return nullptr;
  void* begin = ::mmap(nullptr, static_cast<size_t>(size), PROT_READ, MAP_PRIVATE, ::fileno(copy.get()), 0);
  if (begin == MAP_FAILED) return nullptr;
  return {static_cast<const char*>(begin), Unmap{static_cast<size_t>(size)}};
}

void FileText::Unmap::operator()(const char* begin) const { ::munmap(const_cast<char*>(begin), size); }

void FileText::Release(size_t begin, size_t end) const {
  if (!map_) return;
  const size_t page = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
  const size_t first = begin / page * page;
  ::madvise(const_cast<char*>(map_.get()) + first, end - first, MADV_DONTNEED);
}

}  // namespace lockstep::sql
