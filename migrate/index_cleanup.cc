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
  index_ = ConcurrentIndexOf(statement);
  if (!index_ || index_->is_drop || StateOf(connection, *index_) != IndexState::kAbsent) index_.reset();
}

void IndexCleanup::Run() const {
  if (index_ && StateOf(connection_, *index_) == IndexState::kInvalid) DropIndex(connection_, *index_);
}

}  // namespace lockstep::migrate
