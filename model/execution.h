// SPDX-License-Identifier: Apache-2.0
// What an operation's implementation works with: the catalog it changes, the session it runs in, the record
// it writes its effect to. Each operation says both in one place, so that what we claim of a statement and
// what later statements meet cannot drift apart.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory_resource>
#include <string>
#include <string_view>
#include <utility>

#include "model/catalog.h"
#include "model/record.h"
#include "model/session.h"
#include "sql/name.h"
#include "sql/nodes.h"
#include "sql/type_name.h"

namespace lockstep::model {

// What does not change from statement to statement.
struct Environment {
  int pg_version = 15;         // major version of the target server
  std::string time_zone = {};  // of the sessions that will run the files; empty: not known
  FileNumber file = 0;         // the file that is being run
  bool history_is_complete =
      false;  // everything there is was made by the files replayed: what they do not show is absent
  bool start_is_known = false;              // and nothing was there before the first of them
  const sql::SourceFile* source = nullptr;  // what the file's statements stand in
};

class Execution {
 public:
  Execution(Catalog& catalog, Session& session, const Environment& environment, StatementRecord& record)
      : catalog_(catalog), session_(session), environment_(environment), record_(record) {}

  Catalog& catalog() { return catalog_; }
  const Catalog& catalog() const { return catalog_; }
  Session& session() { return session_; }
  const Session& session() const { return session_; }
  const Environment& environment() const { return environment_; }
  StatementRecord& record() { return record_; }
  int pg_version() const { return environment_.pg_version; }
  // Memory for what is needed only while the statement is carried out.
  std::pmr::memory_resource* scratch() const { return &scratch_; }
  // The texts one behind the other, in that memory.
  std::string_view Concatenate(std::initializer_list<std::string_view> texts) const;

  template <typename T>
  const T* Get(Id<T> id) const {
    return catalog_.Get(id);
  }

  // --- Names, resolved as PostgreSQL does

  SchemaId FindSchema(std::string_view name);  // none when not known
  SchemaId SchemaForCreation(
      std::string_view schema);  // the named one, else the first of the search path; made known if it was not
  RelationId FindRelation(std::string_view schema, std::string_view name) const;  // none when not known
  RelationId FindRelation(const sql::QualifiedName& name) const {
    return FindRelation(name.schema, name.name);
  }
  RelationId FindRelation(const ::RangeVar& name) const {
    return FindRelation(sql::Text(name.schemaname), sql::Text(name.relname));
  }
  TypeId FindType(std::string_view schema, std::string_view name) const;  // none when not known
  TypeId FindType(const sql::QualifiedName& name) const { return FindType(name.schema, name.name); }
  std::vector<FunctionId> FindFunctions(const sql::QualifiedName& name) const;
  // Whether there certainly is no relation of that name.
  bool IsAbsent(const sql::QualifiedName& name) const;
  // The relation of that name; the statement fails where there certainly is none. One that nothing is known
  // of is assumed to have been there before: it is entered into the catalog as incomplete, so that what later
  // statements show of it is kept.
  RelationId ResolveRelation(const sql::QualifiedName& name,
                             RelationKind assumed_kind = RelationKind::kUnknown);
  RelationId ResolveRelation(const ::RangeVar& name, RelationKind assumed_kind = RelationKind::kUnknown);
  // The column, entered into the catalog when the relation is incomplete and may have it; none when it
  // certainly has not.
  ColumnId ResolveColumn(RelationId relation, std::string_view name);
  ColumnType ResolveType(const ::TypeName& type) const;
  // For messages: "table public.users".
  std::string Describe(ObjectId object) const;
  // Whether the session's times are in UTC, as far as is known.
  bool TimeZoneIsUtc() const;

  // --- Effects

  // Begins the next primitive operation; effects are booked on it until the next one begins.
  Operation& Do(OperationKind kind, RelationId relation = {}, const void* node = nullptr, int location = -1);
  void Lock(RelationId relation, LockMode mode);
  // And all that is below it.
  void LockTree(RelationId relation, LockMode mode);
  void Scan(RelationId table, Cause cause, std::string_view subject = {});
  void Rewrite(RelationId table, Cause cause, std::string_view subject = {});
  void BuildIndex(RelationId table, Cause cause, std::string_view subject = {});
  // PostgreSQL refuses the statement whatever the data. The first reason counts; effects before it stay.
  void Fail(std::string_view sqlstate, std::string message);
  bool failed() const { return record_.failure.has_value(); }

 private:
  RelationId AssumeRelation(const sql::QualifiedName& name, RelationKind kind);
  void AddWork(WorkKind kind, RelationId table, Cause cause, std::string_view subject);

  static constexpr size_t kUsualScratch = 2048;

  Catalog& catalog_;
  Session& session_;
  const Environment& environment_;
  StatementRecord& record_;
  std::array<std::byte, kUsualScratch> first_scratch_;
  mutable std::pmr::monotonic_buffer_resource scratch_{first_scratch_.data(), first_scratch_.size()};
};

// The relation with all its descendants (inheritance children and partitions), itself first, each once.
std::vector<RelationId> WithDescendants(const Catalog& catalog, RelationId relation);

}  // namespace lockstep::model
