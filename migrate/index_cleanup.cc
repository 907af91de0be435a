// SPDX-License-Identifier: Apache-2.0
#include "migrate/index_cleanup.h"

#include <fmt/format.h>

#include "sql/nodes.h"

namespace lockstep::migrate {

namespace {

// An index stands in its table's schema. Without one in the text, search_path decides: as to_regclass()
// resolves it.
std::string RegClass(const pg::Connection& connection, const ConcurrentIndex& index) {
  const std::string schema = index.table ? index.table->schema : index.index.schema;
  const std::string name = sql::QualifiedName{.schema = schema, .name = index.index.name}.Display();
  return fmt::format("to_regclass({})", connection.QuoteLiteral(name));
}

// With its schema written out, so that it means the same whatever search_path becomes.
std::optional<sql::QualifiedName> Qualified(pg::Connection& connection, const sql::QualifiedName& table) {
  const pg::Result result = connection.Query(
      "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = "
      "c.relnamespace WHERE c.oid = to_regclass($1)",
      {table.Display()});
  if (result.rows() == 0) return std::nullopt;
  return sql::QualifiedName{.schema = std::string(result.Text(0, 0)), .name = std::string(result.Text(0, 1))};
}

}  // namespace

std::optional<ConcurrentIndex> ConcurrentIndexOf(const sql::Statement& statement) {
  if (const auto* create = sql::As<::IndexStmt>(statement.node)) {
    if (!create->concurrent || create->idxname == nullptr) return std::nullopt;
    return ConcurrentIndex{.index = {.name = create->idxname},
                           .table = sql::QualifiedName::From(*create->relation)};
  }
  const auto* drop = sql::As<::DropStmt>(statement.node);
  if (drop == nullptr || !drop->concurrent || sql::Length(drop->objects) != 1) return std::nullopt;
  const auto* names = reinterpret_cast<const ::List*>(sql::At(drop->objects, 0));
  return ConcurrentIndex{.index = sql::QualifiedName::From(names), .is_drop = true};
}

IndexState StateOf(pg::Connection& connection, const ConcurrentIndex& index) {
  const pg::Result result = connection.Query(
      fmt::format("SELECT indisvalid FROM pg_index WHERE indexrelid = {}", RegClass(connection, index)));
  if (result.rows() == 0) return IndexState::kAbsent;
  return result.Bool(0, 0) ? IndexState::kValid : IndexState::kInvalid;
}

void DropIndex(pg::Connection& connection, const ConcurrentIndex& index) {
  // Resolved to its schema-qualified name once, so that nothing else of that name can be hit.
  const pg::Result name = connection.Query(
      fmt::format("SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c "
                  "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = {}",
                  RegClass(connection, index)));
  if (name.rows() == 0) return;
  connection.Execute(fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", name.Text(0, 0)));
}

IndexCleanup::IndexCleanup(pg::Connection& connection, const sql::Statement& statement)
    : connection_(connection) {
  const auto index = ConcurrentIndexOf(statement);
  if (!index || index->is_drop) return;
  const auto table = Qualified(connection, *index->table);
  if (!table) return;  // the statement will say that it is missing
  index_ = {.index = index->index, .table = table};
  was_there_ = StateOf(connection, *index_) != IndexState::kAbsent;
}

std::optional<pg::ServerMessage> IndexCleanup::FindProblem() const {
  if (!index_ || StateOf(connection_, *index_) != IndexState::kInvalid) return std::nullopt;
  const std::string name =
      sql::QualifiedName{.schema = index_->table->schema, .name = index_->index.name}.Display();
  return pg::ServerMessage{
      .severity = "ERROR",
      .message =
          fmt::format("index {} is there already and INVALID, so that IF NOT EXISTS built nothing", name),
      .hint = fmt::format("If no other session is building it: DROP INDEX CONCURRENTLY {}; then run again.",
                          name)};
}

bool IndexCleanup::Run() const {
  try {
    if (index_ && !was_there_ && StateOf(connection_, *index_) == IndexState::kInvalid) {
      DropIndex(connection_, *index_);
    }
    return true;
  } catch (const pg::DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    return false;
  }
}

}  // namespace lockstep::migrate
