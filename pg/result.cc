// SPDX-License-Identifier: Apache-2.0
// Typed reading of libpq's text results.
#include "pg/result.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <cassert>
#include <charconv>

#include "pg/error.h"

namespace lockstep::pg {
namespace {

[[noreturn]] void ThrowMismatch(const Result& result, size_t column, std::string_view expected,
                                std::string_view actual) {
  throw DatabaseError(Failure::kStatement, fmt::format("column \"{}\" of the answer should be {}, but is {}",
                                                       result.ColumnName(column), expected, actual));
}

}  // namespace

void Result::Clear::operator()(::pg_result* result) const { PQclear(result); }

size_t Result::rows() const { return static_cast<size_t>(PQntuples(result_.get())); }

size_t Result::columns() const { return static_cast<size_t>(PQnfields(result_.get())); }

std::string_view Result::ColumnName(size_t column) const {
  assert(column < columns());
  return PQfname(result_.get(), static_cast<int>(column));
}

std::optional<std::string_view> Result::OptionalText(size_t row, size_t column) const {
  assert(row < rows() && column < columns());
  const int r = static_cast<int>(row);
  const int c = static_cast<int>(column);
  if (PQgetisnull(result_.get(), r, c) != 0) return std::nullopt;
  return std::string_view(PQgetvalue(result_.get(), r, c),
                          static_cast<size_t>(PQgetlength(result_.get(), r, c)));
}

std::string_view Result::Text(size_t row, size_t column) const {
  const auto text = OptionalText(row, column);
  if (!text) ThrowMismatch(*this, column, "a value", "NULL");
  return *text;
}

int64_t Result::Int64(size_t row, size_t column) const {
  const std::string_view text = Text(row, column);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    ThrowMismatch(*this, column, "a 64-bit integer", text);
  }
  return value;
}

bool Result::Bool(size_t row, size_t column) const {
  const std::string_view text = Text(row, column);
  if (text != "t" && text != "f") ThrowMismatch(*this, column, "a boolean", text);
  return text == "t";
}

std::string_view Result::command_tag() const { return result_ ? PQcmdStatus(result_.get()) : ""; }

int64_t Result::affected_rows() const {
  const std::string_view text = result_ ? PQcmdTuples(result_.get()) : "";
  int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

}  // namespace lockstep::pg
