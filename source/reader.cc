// SPDX-License-Identifier: Apache-2.0
#include "source/reader.h"

#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "source/checksum.h"
#include "source/text.h"
#include "sql/error.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;

std::string At(const sql::SourceFile& file, size_t offset, std::string_view what) {
  const sql::Position position = file.PositionOf(offset);
  return fmt::format("{}:{}:{}: {}", file.name(), position.line, position.column, what);
}

}  // namespace

void Reader::Error(const fs::path& path, std::string_view what) {
  Report(ProblemSeverity::kError, path, fmt::format("{}: {}", path.string(), what));
}

void Reader::Warn(const fs::path& path, std::string_view what) {
  Report(ProblemSeverity::kWarning, path, fmt::format("{}: {}", path.string(), what));
}

void Reader::ErrorAt(const sql::SourceFile& file, size_t offset, std::string_view what) {
  Report(ProblemSeverity::kError, file.name(), At(file, offset, what));
}

void Reader::WarnAt(const sql::SourceFile& file, size_t offset, std::string_view what) {
  Report(ProblemSeverity::kWarning, file.name(), At(file, offset, what));
}

std::optional<sql::SourceFile> Reader::ReadFile(const fs::path& path) {
  try {
    return sql::SourceFile::Read(path);
  } catch (const FileError& error) {
    std::error_code ignored;
    if (fs::is_symlink(fs::symlink_status(path, ignored)) && !fs::exists(path, ignored)) {
      Error(path, "is a symbolic link to a file that is not there: restore the file, or remove the link");
    } else {
      Report(ProblemSeverity::kError, path, error.what());
    }
    return std::nullopt;
  }
}

std::optional<Part> Reader::ReadPart(const fs::path& path) {
  std::optional<sql::SourceFile> file = ReadFile(path);
  if (!file) return std::nullopt;
  return MakePart(*std::move(file));
}

void Reader::Report(ProblemSeverity severity, const fs::path& path, std::string message) {
  directory_.problems.push_back({severity, path, std::move(message)});
}

Part MakePart(sql::SourceFile file, bool no_transaction) {
  std::string checksum = Checksum(file);
  fs::path path = file.name();
  return {.path = std::move(path),
          .file = std::move(file),
          .checksum = std::move(checksum),
          .no_transaction = no_transaction};
}

bool IsEmptyBody(const sql::SourceFile& file) {
  for (std::string_view rest = file.body(); !rest.empty();) {
    const std::string_view line = Trim(TakeLine(rest));
    if (!line.empty() && !line.starts_with("--")) return false;
  }
  return true;
}

}  // namespace lockstep::source
