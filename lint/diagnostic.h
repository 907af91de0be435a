// SPDX-License-Identifier: Apache-2.0
// A finding as plain data. Lines and columns exist only in reporters.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lint/severity.h"
#include "sql/source_file.h"

namespace lockstep::lint {

// What the finding's statement locks and does, ready to be shown.
struct EffectSummary {
  struct Lock {
    std::string relation;       // "public.orders"
    std::string_view mode;      // as in pg_locks.mode: "ShareLock"
    std::string_view sql_mode;  // "SHARE"
    bool blocks_reads = false;
    bool blocks_writes = false;
  };
  std::vector<Lock> locks = {};
  std::vector<std::string_view> work = {};  // "index build", "table rewrite", "table scan"

  struct Size {
    std::string relation;
    int64_t rows = 0;
    int64_t bytes = 0;
  };
  std::vector<Size> sizes = {};        // of the tables that the work is done on, where they are known
  std::optional<double> seconds = {};  // that the work takes by them, about
};

struct Diagnostic {
  std::string_view rule = {};  // "MIG001", or "syntax"
  std::string_view name = {};  // "create-index-blocking"
  Severity severity = Severity::kError;
  std::string message = {};  // what, lowercase, no final period
  sql::Span span = {};       // bytes of the file
  size_t statement = 0;      // 1-based; 0: none
  EffectSummary effect = {};
  std::string help = {};  // what to do
  bool ignored = false;
  std::string reason = {};  // of the directive that ignores it

  // The page about it: "runbooks/create-index-blocking.md". Empty: there is none.
  std::string RunbookPath() const;
};

// All findings of one file, by position, then rule.
struct FileReport {
  const sql::SourceFile* file = nullptr;
  size_t statements = 0;
  std::vector<Diagnostic> diagnostics = {};
};

struct Counts {
  size_t files = 0;
  size_t statements = 0;
  size_t errors = 0;
  size_t warnings = 0;
  size_t infos = 0;
  size_t ignored = 0;
  size_t syntax_errors = 0;  // also counted as errors
};

Counts Count(std::span<const FileReport> reports);

// The page about a rule: "runbooks/create-index-blocking.md".
std::string RunbookPathOf(std::string_view rule_name);

// The rule name that stands for SQL that does not parse.
inline constexpr std::string_view kSyntaxRule = "syntax";

}  // namespace lockstep::lint
