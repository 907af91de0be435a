// SPDX-License-Identifier: Apache-2.0
#include "sql/source_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sql/error.h"
#include "sql/utf8.h"

namespace lockstep::sql {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

[[noreturn]] void ThrowUnreadable(const std::filesystem::path& path, int error) {
  throw FileError(
      fmt::format("{}: cannot be read: {}", path.string(), std::generic_category().message(error)));
}

// Opening a FIFO would wait for its writer, and reading a directory fails only later.
void RequireRegularFile(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::is_regular_file(status)) return;
  if (std::filesystem::is_directory(status)) {
    throw FileError(fmt::format("{}: is a directory, not a file", path.string()));
  }
  if (error) ThrowUnreadable(path, error.value());
  throw FileError(fmt::format("{}: is not a regular file", path.string()));
}

std::string ReadAll(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) ThrowUnreadable(path, errno);
  std::error_code ignored;  // the size is only a hint: the file may grow while it is read
  const std::uintmax_t size = std::filesystem::file_size(path, ignored);
  std::string text(ignored ? 0 : static_cast<size_t>(size), '\0');
  size_t length = 0;
  while (true) {
    if (length == text.size()) text.resize(std::max<size_t>(4096, 2 * text.size()));
    const size_t read = std::fread(text.data() + length, 1, text.size() - length, file.get());
    if (std::ferror(file.get()) != 0) ThrowUnreadable(path, errno);
    if (read == 0) break;
    length += read;
  }
  text.resize(length);
  return text;
}

// Where each line begins. "\r" is rare: a text without one needs to be searched for "\n" only.
std::vector<size_t> LineBegins(std::string_view text) {
  const size_t body_begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  std::vector<size_t> begins{body_begin};
  const std::string_view line_ends = text.find('\r') == std::string_view::npos ? "\n" : "\r\n";
  size_t end =
      line_ends.size() == 1 ? text.find('\n', body_begin) : text.find_first_of(line_ends, body_begin);
  while (end != std::string_view::npos) {
    if (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n') ++end;
    begins.push_back(end + 1);
    end = line_ends.size() == 1 ? text.find('\n', end + 1) : text.find_first_of(line_ends, end + 1);
  }
  return begins;
}

}  // namespace

struct SourceFile::Content {
  Content(std::string file_name, std::string bytes)
      : name(std::move(file_name)), text(std::move(bytes)), line_begins(LineBegins(text)) {}

  std::string name;
  std::string text;
  std::vector<size_t> line_begins;  // never empty; the first is where the byte order mark ends
};

SourceFile::SourceFile(std::shared_ptr<const Content> content)
    : content_(std::move(content)), body_{content_->line_begins.front(), content_->text.size()} {}

SourceFile SourceFile::Read(const std::filesystem::path& path) {
  RequireRegularFile(path);
  return FromText(path.string(), ReadAll(path));
}

SourceFile SourceFile::FromText(std::string name, std::string text) {
  SourceFile file(std::make_shared<const Content>(std::move(name), std::move(text)));
  file.RequireUsableText();
  return file;
}

SourceFile SourceFile::Section(Span body) const {
  SourceFile section = *this;
  section.body_ = body;
  return section;
}

const std::string& SourceFile::name() const { return content_->name; }

std::string_view SourceFile::text() const { return content_->text; }

void SourceFile::RequireUsableText() const {
  const std::string_view bytes = text();
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    throw FileError(fmt::format("{}: is UTF-16 ({}): save the file as UTF-8", name(),
                                bytes[0] == '\xFF' ? "byte order mark FF FE" : "byte order mark FE FF"));
  }
  const size_t nul = bytes.find('\0');
  const size_t valid = ValidUtf8Prefix(bytes);
  if (nul < valid) {
    const Position at = PositionOf(nul);
    throw FileError(fmt::format(
        "{}:{}:{}: NUL byte at byte {}: this is no SQL text, or it is UTF-16: save the file as UTF-8", name(),
        at.line, at.column, nul));
  }
  if (valid < bytes.size()) {
    const Position at = PositionOf(valid);
    throw FileError(fmt::format("{}:{}:{}: invalid UTF-8 at byte {} (0x{:02X}): save the file as UTF-8",
                                name(), at.line, at.column, valid, static_cast<unsigned char>(bytes[valid])));
  }
}

size_t SourceFile::LineIndex(size_t offset) const {
  const std::vector<size_t>& begins = content_->line_begins;
  const auto next = std::upper_bound(begins.begin(), begins.end(), offset);
  return next == begins.begin() ? 0 : static_cast<size_t>(next - begins.begin()) - 1;
}

size_t SourceFile::LineBegin(size_t offset) const { return content_->line_begins[LineIndex(offset)]; }

std::string_view SourceFile::LineAt(size_t offset) const { return Text(Line(LineIndex(offset) + 1)); }

size_t SourceFile::line_count() const { return content_->line_begins.size(); }

Span SourceFile::Line(size_t number) const {
  const size_t begin = content_->line_begins[number - 1];
  return {begin, std::min(text().find_first_of("\r\n", begin), text().size())};
}

Position SourceFile::PositionOf(size_t offset) const {
  size_t character = std::min(offset, text().size());
  while (character > 0 && character < text().size() && IsUtf8Continuation(text()[character])) --character;
  const size_t index = LineIndex(character);
  const size_t begin = std::min(content_->line_begins[index], character);
  return {.line = index + 1, .column = 1 + CountCharacters(Text({begin, character})), .offset = offset};
}

size_t SourceFile::OffsetOfCharacter(size_t base, size_t position) const {
  const size_t begin = std::min(base, text().size());
  return begin + sql::OffsetOfCharacter(text().substr(begin), position);
}

}  // namespace lockstep::sql
