// SPDX-License-Identifier: Apache-2.0
// Publications (PostgreSQL's publicationcmds.c): which tables they name, and so lock.
#include <algorithm>
#include <vector>

#include "model/expression.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

// A table that a publication names (pg_publication_rel).
struct Member {
  RelationId table = {};
  IdList<ColumnId> columns = {};  // of its column list and its WHERE
};

IdList<ColumnId> ColumnsOf(Execution& execution, RelationId table, const ::PublicationTable& published) {
  IdList<ColumnId> columns;
  const auto add = [&](std::string_view name) {
    if (const ColumnId id = execution.ResolveColumn(table, name)) columns.Add(id, execution.scratch());
  };
  for (const auto* name : sql::Elements<::Node>(published.columns)) add(sql::StringOf(name));
  for (const std::string_view name : FactsOf(execution, published.whereClause).columns) add(name);
  return columns;
}

// OpenTableList(): partitions are published with their table, children are published themselves.
std::vector<Member> Open(Execution& execution, const ::List* objects) {
  std::vector<Member> members;
  for (const auto* object : sql::Elements<::PublicationObjSpec>(objects)) {
    if (object == nullptr || object->pubtable == nullptr || object->pubtable->relation == nullptr) continue;
    const ::RangeVar& name = *object->pubtable->relation;
    const RelationId id = execution.ResolveRelation(name);
    execution.Lock(id, LockMode::kShareUpdateExclusive);
    members.push_back({.table = id, .columns = ColumnsOf(execution, id, *object->pubtable)});
    if (!name.inh || execution.Get(id)->IsPartitioned()) continue;
    for (const RelationId child : WithDescendants(execution.catalog(), id)) {
      if (child == id) continue;
      execution.Lock(child, LockMode::kShareUpdateExclusive);
      members.push_back({.table = child});
    }
  }
  return members;
}

void Remove(Execution& execution, RelationId table, std::string_view publication) {
  const AttachmentId id =
      execution.catalog().FindAttachment(*execution.Get(table), AttachmentKind::kPublication, publication);
  if (!id) return;
  execution.catalog().Unlink(table, &Relation::attachments, id);
  execution.catalog().Remove(id);
}

void Add(Execution& execution, const Member& member, std::string_view publication) {
  Remove(execution, member.table, publication);
  Attachment attachment;
  attachment.kind = AttachmentKind::kPublication;
  attachment.relation = member.table;
  attachment.name = publication;
  attachment.columns = member.columns;
  execution.catalog().Add(attachment);
}

std::vector<RelationId> TablesOf(const Execution& execution, std::string_view publication) {
  std::vector<RelationId> tables;
  for (const SchemaId schema : execution.catalog().Schemas()) {
    for (const RelationId id : execution.catalog().MembersOf<Relation>(schema)) {
      const Relation& relation = *execution.Get(id);
      if (execution.catalog().FindAttachment(relation, AttachmentKind::kPublication, publication))
        tables.push_back(id);
    }
  }
  return tables;
}

}  // namespace

void CreatePublication(Execution& execution, const ::CreatePublicationStmt& statement) {
  execution.Do(OperationKind::kAnnotate, {}, &statement);
  for (const Member& member : Open(execution, statement.pubobjects))
    Add(execution, member, sql::Text(statement.pubname));
}

void AlterPublication(Execution& execution, const ::AlterPublicationStmt& statement) {
  execution.Do(OperationKind::kAnnotate, {}, &statement);
  if (statement.options != nullptr) return;
  const std::string_view name = sql::Text(statement.pubname);
  const std::vector<Member> members = Open(execution, statement.pubobjects);
  if (statement.action == AP_SetObjects) {
    // AlterPublicationTables(): those that are left out are locked too.
    for (const RelationId table : TablesOf(execution, name)) {
      execution.Lock(table, LockMode::kShareUpdateExclusive);
      Remove(execution, table, name);
    }
  }
  for (const Member& member : members) {
    if (statement.action == AP_DropObjects) {
      Remove(execution, member.table, name);
    } else if (statement.action == AP_AddObjects &&
               execution.catalog().FindAttachment(*execution.Get(member.table), AttachmentKind::kPublication,
                                                  name)) {
      return execution.Fail("42710", "relation \"" + std::string(execution.Get(member.table)->name) +
                                         "\" is already member of publication \"" + std::string(name) + "\"");
    } else {
      Add(execution, member, name);
    }
  }
}

void DropPublication(Execution& execution, std::string_view name) {
  for (const RelationId table : TablesOf(execution, name)) Remove(execution, table, name);
}

void RenamePublication(Execution& execution, std::string_view name, std::string_view new_name) {
  for (const RelationId table : TablesOf(execution, name)) {
    execution.catalog().Rename(
        execution.catalog().FindAttachment(*execution.Get(table), AttachmentKind::kPublication, name),
        new_name);
  }
}

}  // namespace lockstep::model
