// SPDX-License-Identifier: Apache-2.0
// Data of COPY go through the program, however many, and not into its memory.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "cmd/testing/program.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

constexpr int64_t kMegabyte = 1 << 20;
constexpr int64_t kFile = 200 * kMegabyte;
constexpr int64_t kMemory = 64 * kMegabyte;

using LargeFileTest = pg::PostgresTest;

// Returns how many rows there are.
int64_t WriteCopy(const std::filesystem::path& path) {
  std::ofstream file(path, std::ios::binary);
  file << "CREATE TABLE t (a int, b text);\nCOPY t FROM stdin;\n";
  int64_t rows = 0;
  for (int64_t size = 0; size < kFile; ++rows) {
    const std::string row = fmt::format("{}\teine Zeile für {}\n", rows, std::string(20, 'x'));
    file << row;
    size += static_cast<int64_t>(row.size());
  }
  file << "\\.\nCREATE TABLE u ();\n";
  return rows;
}

TEST_F(LargeFileTest, ItsCopyDataAreNotHeldInMemory) {
  const sql::TemporaryDirectory directory;
  const int64_t rows = WriteCopy(directory.path() / "1_copy.up.sql");
  ProgramProcess up({"up", "--dir", directory.path(), "--database", database().Url()}, {});
  ASSERT_EQ(up.Wait(), 0) << up.output();
  EXPECT_LT(up.peak_memory(), kMemory);
  EXPECT_EQ(Connect().Query("SELECT count(*) FROM t").Int64(0, 0), rows);
  ProgramProcess check({"check", "--dir", directory.path(), "--database", database().Url()}, {});
  ASSERT_EQ(check.Wait(), 0) << check.output();
  EXPECT_LT(check.peak_memory(), kMemory);
}

}  // namespace
}  // namespace lockstep::cmd
