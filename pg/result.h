// SPDX-License-Identifier: Apache-2.0
// What a statement that succeeded answered: rows of text, a command tag.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

struct pg_result;  // libpq's PGresult

namespace lockstep::pg {

// Owns libpq's result; independent of its connection. Rows and columns count from 0 and have to exist. Views
// live as long as the Result.
class Result {
 public:
  Result() = default;
  explicit Result(::pg_result* owned) : result_(owned) {}

  explicit operator bool() const { return result_ != nullptr; }  // false: there was no statement
  const ::pg_result* get() const { return result_.get(); }

  size_t rows() const;
  size_t columns() const;
  std::string_view ColumnName(size_t column) const;

  // Each throws DatabaseError when the value is NULL (OptionalText excepted) or not of that type.
  std::string_view Text(size_t row, size_t column) const;
  std::optional<std::string_view> OptionalText(size_t row, size_t column) const;
  int64_t Int64(size_t row, size_t column) const;
  bool Bool(size_t row, size_t column) const;

  std::string_view command_tag() const;  // "CREATE TABLE", "UPDATE 3"; empty for a string without a statement
  int64_t affected_rows() const;         // also the rows of a SELECT; 0 for statements that have no count

 private:
  struct Clear {
    void operator()(::pg_result* result) const;
  };
  std::unique_ptr<::pg_result, Clear> result_;
};

}  // namespace lockstep::pg
