// SPDX-License-Identifier: Apache-2.0
// lockstep stats: how large the tables are, for `lint --stats`. Reads only; works on a standby.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cmd/commands.h"
#include "cmd/database_connection.h"
#include "migrate/catalog_query.h"
#include "sql/error.h"
#include "sql/name.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

// Tables, partitions and materialized views, largest first. A partitioned table is as large as its
// partitions. reltuples is -1 before the first ANALYZE: then rows are what the pages could hold of the
// columns' usual widths, which nobody knows; one in 100 bytes is taken for a guess.
constexpr std::string_view kSizes =
    "SELECT n.nspname, c.relname, sum(CASE WHEN m.reltuples >= 0 THEN m.reltuples "
    "ELSE pg_table_size(m.oid) / 100 END)::bigint AS rows, sum(pg_table_size(m.oid))::bigint AS bytes "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "CROSS JOIN LATERAL (SELECT p.* FROM pg_partition_tree(c.oid) t JOIN pg_class p ON p.oid = t.relid "
    "WHERE c.relkind = 'p' AND t.isleaf UNION ALL SELECT c.* WHERE c.relkind <> 'p') m "
    "WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' "
    "AND n.nspname !~ '^pg_' GROUP BY n.nspname, c.relname ORDER BY 4 DESC, 1, 2";

Json SizesJson(pg::Connection& connection) {
  const pg::Result result = migrate::CatalogQuery(connection, kSizes);
  Json tables = Json::array();
  for (size_t row = 0; row < result.rows(); ++row) {
    const sql::QualifiedName name{.schema = std::string(result.Text(row, 0)),
                                  .name = std::string(result.Text(row, 1))};
    tables.push_back(
        {{"table", name.Display()}, {"rows", result.Int64(row, 2)}, {"bytes", result.Int64(row, 3)}});
  }
  return {{"version", 1}, {"tables", std::move(tables)}};
}

ExitCode RunStats(const std::string& output, CommandContext& context) {
  pg::Connection connection = OpenDatabase(context, {.access = Access::kRead});
  const std::string text = SizesJson(connection).dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
  if (output.empty()) {
    context.runtime().out << text;
    return ExitCode::kOk;
  }
  std::ofstream file(context.runtime().working_directory / output, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  if (!file) throw FileError(fmt::format("{}: cannot be written", output));
  return ExitCode::kOk;
}

}  // namespace

void AddStatsCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("stats", "Write down how large the tables are, for lint --stats");
  auto output = std::make_shared<std::string>();
  command->add_option("--output", *output, "write to this file (default: standard output)")
      ->type_name("FILE");
  command->callback([output, &context] { context.set_exit_code(RunStats(*output, context)); });
}

}  // namespace lockstep::cmd
