// SPDX-License-Identifier: Apache-2.0
#include "pg/testing/dump.h"

#include <gtest/gtest.h>

#include <sstream>

#include "pg/testing/child_process.h"
#include "pg/testing/schema_listing.h"
#include "pg/testing/server_binaries.h"

namespace lockstep::pg {

std::vector<std::string> DumpLines(const std::string& dump) {
  std::vector<std::string> lines;
  std::istringstream in(dump);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with("--") || line.starts_with("\\restrict") ||
        line.starts_with("\\unrestrict")) {
      continue;
    }
    lines.push_back(line);
  }
  return lines;
}

int DumpedBy(int server_major) {
  const auto program = FindClientProgram("pg_dump", server_major);
  return program ? program->major_version : 0;
}

std::vector<std::string> Dump(const TestDatabase& database, DumpContent content) {
  Connection connection = database.Connect();
  if (const auto pg_dump = FindClientProgram("pg_dump", connection.server_version() / 10'000)) {
    Command command = {pg_dump->path, "--exclude-table=lockstep_*", database.Url()};
    if (content == DumpContent::kSchema) command.emplace_back("--schema-only");
    const CommandOutcome outcome = RunCommand(command, ServerAccount());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    return DumpLines(outcome.output);
  }
  std::vector<std::string> lines = SchemaListing(connection);
  if (content == DumpContent::kSchemaAndRows) {
    const std::vector<std::string> rows = RowListing(connection);
    lines.insert(lines.end(), rows.begin(), rows.end());
  }
  return lines;
}

}  // namespace lockstep::pg
