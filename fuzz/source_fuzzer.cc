// SPDX-License-Identifier: Apache-2.0
// Whatever a migrations directory holds, it is read, or told what is wrong with it. The input is some files,
// each a line with its name and then its text, up to a line of "----".
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "source/directory.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::source {
namespace {

constexpr std::string_view kSeparator = "\n----\n";

// One name below the directory, or two.
bool IsName(std::string_view name) {
  return !name.empty() && name.size() < 100 && name.find('\0') == std::string_view::npos &&
         name.front() != '/' && name.back() != '/' && name.find("..") == std::string_view::npos &&
         name.find("//") == std::string_view::npos;
}

void Write(const std::filesystem::path& directory, std::string_view file) {
  const size_t line_end = std::min(file.find('\n'), file.size());
  const std::string_view name = file.substr(0, line_end);
  if (!IsName(name)) return;
  std::error_code ignored;  // a file of that name is there
  std::filesystem::create_directories((directory / name).parent_path(), ignored);
  std::ofstream(directory / name, std::ios::binary) << file.substr(std::min(line_end + 1, file.size()));
}

void ReadAsEachFormat(const std::filesystem::path& directory) {
  const Environment environment = [](const std::string& name) {
    return name == "SET" ? std::optional<std::string>("a\nb") : std::nullopt;
  };
  ReadDirectory(directory, {.environment = environment});
  for (const Format& format : AllFormats())
    ReadDirectory(directory, {.format = format.name, .environment = environment});
}

}  // namespace
}  // namespace lockstep::source

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lockstep;
  const sql::TemporaryDirectory directory;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (int files = 0; files < 8 && !text.empty(); ++files) {
    const size_t end = text.find(source::kSeparator);
    source::Write(directory.path(), text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + source::kSeparator.size());
  }
  source::ReadAsEachFormat(directory.path());
  return 0;
}
