// SPDX-License-Identifier: Apache-2.0
// What PostgreSQL's own scanner makes of a text, to hold the splitter against. It knows no psql: no
// meta-commands, no COPY data.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sql/source_file.h"

namespace lockstep::sql {

class PostgresScan {
 public:
  explicit PostgresScan(const std::string& sql);

  // False when it refuses the text.
  bool ok() const { return ok_; }
  const std::vector<Span>& comments() const { return comments_; }
  const std::vector<Span>& strings() const { return strings_; }
  // Semicolons outside all parentheses.
  const std::vector<size_t>& semicolons() const { return semicolons_; }
  bool has_backslash() const { return has_backslash_; }
  // A string right behind a number, parameter or string: no SQL, and the one place where the splitter is more
  // careless than the scanner.
  bool has_glued_string() const { return has_glued_string_; }

 private:
  bool ok_ = false;
  std::vector<Span> comments_;
  std::vector<Span> strings_;
  std::vector<size_t> semicolons_;
  bool has_backslash_ = false;
  bool has_glued_string_ = false;
};

}  // namespace lockstep::sql
