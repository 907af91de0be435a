// SPDX-License-Identifier: Apache-2.0
#include "cmd/testing/measured_case.h"

#include <fmt/format.h>

#include <vector>

#include "pg/connection.h"
#include "pg/error.h"
#include "pg/testing/measurement.h"

namespace lockstep::cmd {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> Statements(const Json& item, const char* key, const std::string& database) {
  std::vector<std::string> statements;
  for (const std::string statement : item.at(key)) {
    std::string& text = statements.emplace_back(statement);
    for (size_t at = 0; (at = text.find("{DB}", at)) != std::string::npos;)
      text.replace(at, std::string_view("{DB}").size(), database);
  }
  return statements;
}

std::string StatementOf(const Json& item, const std::string& database) {
  return Statements({{"statement", {item.at("statement")}}}, "statement", database).front();
}

// Nothing when it succeeded.
std::optional<pg::ServerMessage> ErrorOf(pg::Connection& connection, const std::string& statement) {
  try {
    connection.Execute(statement);
    return std::nullopt;
  } catch (const pg::DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    return error.fields();
  }
}

pg::Measurement MeasureIn(const pg::ConnectionString& location, const Json& item,
                          const std::string& database) {
  pg::Measurer measurer(location);
  for (const std::string& setting : Statements(item, "settings", database))
    measurer.subject().Execute(setting);
  const auto before = Statements(item, "before", database);
  if (!before.empty()) measurer.subject().Execute("BEGIN");
  for (const std::string& statement : before) measurer.subject().Execute(statement);
  return measurer.Measure(StatementOf(item, database));
}

// In autocommit, as are the ones before it, of which some may need a transaction, and fail.
std::optional<pg::ServerMessage> ErrorAlone(pg::Connection& connection, const Json& item,
                                            const std::string& database) {
  for (const char* key : {"settings", "before"}) {
    for (const std::string& statement : Statements(item, key, database)) ErrorOf(connection, statement);
  }
  return ErrorOf(connection, StatementOf(item, database));
}

Json TruthOf(const pg::Measurement& measured, const std::optional<pg::ServerMessage>& error_alone) {
  Json truth = {{"ok", !error_alone}};
  truth["transactional"] = nullptr;
  if (measured.refuses_transaction) truth["transactional"] = false;
  if (measured.in_transaction && !measured.error) truth["transactional"] = true;
  truth["locks"] = Json::object();
  for (const auto& [name, mode] : measured.locks) truth["locks"][name] = pg::PgLocksName(mode);
  truth["rewrites"] = measured.rewrites;
  truth["scans"] = measured.scans;
  truth["index_builds"] = measured.index_builds;
  if (error_alone) {
    truth["sqlstate"] = error_alone->sqlstate;
    truth["message"] = error_alone->message;
  }
  if (!measured.emptied.empty()) truth["emptied"] = measured.emptied;
  if (!measured.dropped.empty()) truth["dropped"] = measured.dropped;
  if (!measured.invalid_indexes.empty()) truth["invalid_indexes"] = measured.invalid_indexes;
  if (measured.in_transaction && !measured.error) {
    truth["blocks"] = Json::array();
    if (!measured.blocks_reads.empty()) truth["blocks"].push_back("reads");
    if (!measured.blocks_writes.empty()) truth["blocks"].push_back("writes");
  }
  return truth;
}

}  // namespace

CaseServer::CaseServer() : cluster_(pg::MeasuringClusterOptions()) {
  Execute("CREATE ROLE app_user");
  pg::Connection connection = pg::Connection::Open(cluster_.Database());
  connection.Execute("SET allow_in_place_tablespaces = on");
  connection.Execute("CREATE TABLESPACE ts1 LOCATION ''");
  major_version_ = connection.server_version() / 10'000;
}

void CaseServer::Execute(const std::string& sql) { pg::Connection::Open(cluster_.Database()).Execute(sql); }

CaseServer::Outcome CaseServer::Measure(const Json& item) {
  const std::string name = fmt::format("case_{}", ++databases_);
  Outcome outcome;
  Execute(fmt::format("CREATE DATABASE {}", name));
  try {
    pg::Connection connection = pg::Connection::Open(cluster_.Database(name));
    for (const std::string& statement : Statements(item, "setup", name)) connection.Execute(statement);
  } catch (const pg::DatabaseError& error) {
    outcome.setup_error = error.what();
  }
  if (outcome.setup_error.empty()) {
    const pg::Measurement measured = MeasureIn(cluster_.Database(name), item, name);
    std::optional<pg::ServerMessage> error_alone = measured.error;
    if (measured.in_transaction) {  // which is rolled back by now
      pg::Connection connection = pg::Connection::Open(cluster_.Database(name));
      error_alone = ErrorAlone(connection, item, name);
    }
    outcome.truth = TruthOf(measured, error_alone);
    outcome.kinds = measured.kinds;
  }
  try {
    Execute(fmt::format("DROP DATABASE {} WITH (FORCE)", name));
  } catch (const pg::DatabaseError& error) {
    if (error.ConnectionLost()) throw;  // else a subscription keeps it: it goes with the server
  }
  return outcome;
}

}  // namespace lockstep::cmd
