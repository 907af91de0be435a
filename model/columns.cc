// SPDX-License-Identifier: Apache-2.0
#include "model/columns.h"

#include <algorithm>
#include <array>

#include "model/domains.h"
#include "model/expression.h"
#include "model/indexes.h"
#include "model/inheritance.h"
#include "model/not_null.h"
#include "model/object_names.h"

namespace lockstep::model {

namespace {

bool IndexUses(const IndexFacts& index, ColumnId column) {
  return Contains(index.keys, column) || Contains(index.included, column) ||
         Contains(index.expression_columns, column) || Contains(index.predicate_columns, column);
}

// The pseudo-types of transformColumnDefinition() in PostgreSQL's parse_utilcmd.c, and the types they stand
// for. Only a bare name is one.
struct SerialType {
  std::string_view name;
  std::string_view type;
};
constexpr std::array<SerialType, 6> kSerialTypes = {{{"bigserial", "int8"},
                                                     {"serial", "int4"},
                                                     {"serial2", "int2"},
                                                     {"serial4", "int4"},
                                                     {"serial8", "int8"},
                                                     {"smallserial", "int2"}}};

const SerialType* FindSerial(const ::TypeName* type) {
  if (type == nullptr || sql::Length(type->names) != 1) return nullptr;
  const std::string_view name = sql::LastName(type->names);
  const auto* found = std::find_if(kSerialTypes.begin(), kSerialTypes.end(),
                                   [name](const SerialType& serial) { return serial.name == name; });
  return found == kSerialTypes.end() ? nullptr : found;
}

const ::Constraint* FindConstraint(const ::ColumnDef& definition, ConstrType type) {
  for (const auto* constraint : sql::Elements<::Constraint>(definition.constraints)) {
    if (constraint != nullptr && constraint->contype == type) return constraint;
  }
  return nullptr;
}

Generated GeneratedKind(const ::ColumnDef& definition) {
  const auto* constraint = FindConstraint(definition, CONSTR_GENERATED);
  if (constraint == nullptr) return Generated::kNo;
  return constraint->generated_kind == 'v' ? Generated::kVirtual : Generated::kStored;
}

std::optional<Work> Rewrites(RelationId table, Cause cause, std::string_view subject) {
  return Work{.kind = WorkKind::kRewrite, .table = table, .cause = cause, .subject = subject};
}

// A default of the column itself, which wins over its domain's; null when there is none.
const ::Node* DefaultOf(const ::ColumnDef& definition) {
  const auto* constraint = FindConstraint(definition, CONSTR_DEFAULT);
  return constraint == nullptr ? definition.raw_default : constraint->raw_expr;
}

// The domain that a column of the type is of; null when it is of none.
const Type* DomainOf(const Execution& execution, const ColumnType& type) {
  if (type.IsBuiltin() || type.ref.is_array) return nullptr;
  const Type* object = execution.Get(type.user_type);
  return object == nullptr || object->kind != TypeKind::kDomain ? nullptr : object;
}

// What the domain of a new column makes PostgreSQL do. DomainHasConstraints() in ATExecAddColumn(): such a
// column is filled row by row, even with nulls, so that the constraints are checked. Its default is the
// column's where that has none.
std::optional<Work> DomainWork(const Execution& execution, const Column& column, bool has_own_default) {
  const Type* object = column.type ? DomainOf(execution, *column.type) : nullptr;
  if (object == nullptr) return std::nullopt;
  const RelationId table = column.relation;
  if (HasConstraints(execution, *object)) return Rewrites(table, Cause::kConstrainedDomain, object->name);
  if (has_own_default || object->volatile_default.empty()) return std::nullopt;
  return Rewrites(table, object->default_is_assumed ? Cause::kUnknownDefault : Cause::kVolatileDefault,
                  object->volatile_default);
}

// Why adding the column rewrites the table, if it does.
std::optional<Work> AddColumnWork(const Execution& execution, const ::ColumnDef& definition,
                                  const Column& column) {
  const RelationId table = column.relation;
  if (const auto* serial = FindSerial(definition.typeName))
    return Rewrites(table, Cause::kSerial, serial->name);
  if (FindConstraint(definition, CONSTR_IDENTITY) != nullptr) return Rewrites(table, Cause::kIdentity, {});
  if (GeneratedKind(definition) == Generated::kStored) return Rewrites(table, Cause::kStoredGenerated, {});
  if (GeneratedKind(definition) == Generated::kVirtual) return std::nullopt;
  const ::Node* value = DefaultOf(definition);
  if (const auto domain = DomainWork(execution, column, value != nullptr)) return domain;
  if (value == nullptr) return std::nullopt;
  const ExpressionFacts facts = FactsOf(execution, value);
  if (facts.volatility != Volatility::kVolatile) return std::nullopt;
  return Rewrites(table, facts.is_assumed ? Cause::kUnknownDefault : Cause::kVolatileDefault,
                  facts.volatile_function);
}

// The pass over the rows for NOT NULL of a new column, where its values do not rule out nulls: it has none,
// and the statement fails unless the table is empty, or they are computed when read.
std::optional<Work> NotNullWork(const Execution& execution, const ::ColumnDef& definition,
                                const Column& column) {
  const Type* domain = column.type ? DomainOf(execution, *column.type) : nullptr;
  const bool takes_domains_default =
      DefaultOf(definition) == nullptr && domain != nullptr && domain->has_default;
  const bool has_values = column.has_default || takes_domains_default || column.is_identity ||
                          column.generated == Generated::kStored;
  const bool must_not_be_null =
      column.not_null || (domain != nullptr && IsNotNull(execution.catalog(), *domain));
  if (has_values || !must_not_be_null) return std::nullopt;
  return Work{
      .kind = WorkKind::kScan, .table = column.relation, .cause = Cause::kNotNull, .subject = column.name};
}

}  // namespace

bool HasDefault(const ::ColumnDef& definition) {
  return DefaultOf(definition) != nullptr || GeneratedKind(definition) != Generated::kNo ||
         FindSerial(definition.typeName) != nullptr;
}

bool IsLiteralOf(const Execution& execution, const std::optional<ColumnType>& type, const ::Node* value) {
  if (const auto* cast = sql::As<::TypeCast>(value)) {
    const ColumnType cast_to = execution.ResolveType(*cast->typeName);
    if (!type || cast_to.ref.name != type->ref.name || cast_to.user_type != type->user_type) return false;
    value = cast->arg;
  }
  const auto* constant = sql::As<::A_Const>(value);
  return constant != nullptr && !constant->isnull && sql::TagOf(&constant->val.node) == T_String;
}

bool SaysNotNull(const ::ColumnDef& definition) {
  const sql::Elements<::Constraint> constraints(definition.constraints);
  return definition.is_not_null || FindSerial(definition.typeName) != nullptr ||
         std::any_of(constraints.begin(), constraints.end(), [](const ::Constraint* constraint) {
           return constraint != nullptr &&
                  (constraint->contype == CONSTR_NOTNULL || constraint->contype == CONSTR_PRIMARY ||
                   constraint->contype == CONSTR_IDENTITY);
         });
}

Column DescribeColumn(Execution& execution, RelationId table, const ::ColumnDef& definition) {
  Column column{.relation = table, .name = sql::Text(definition.colname)};
  column.created_in = execution.environment().file;
  if (definition.typeName != nullptr) column.type = execution.ResolveType(*definition.typeName);
  if (const auto* serial = FindSerial(definition.typeName)) {
    column.type->ref.name = serial->type;
    column.type->ref.schema = "pg_catalog";
    column.has_default = true;
  }
  if (column.type && definition.collClause != nullptr) {
    column.type->collation = sql::LastName(definition.collClause->collname);
  }
  column.generated = GeneratedKind(definition);
  column.is_identity = FindConstraint(definition, CONSTR_IDENTITY) != nullptr;
  column.not_null = SaysNotNull(definition);
  const ::Node* value = DefaultOf(definition);
  column.has_default = column.has_default || (value != nullptr && !IsNullConstant(value));
  column.has_literal_default = IsLiteralOf(execution, column.type, value);
  if (const auto* generated = FindConstraint(definition, CONSTR_GENERATED)) {
    const Relation* relation = execution.Get(table);
    for (const std::string_view source : FactsOf(execution, generated->raw_expr).columns) {
      if (const ColumnId id = execution.catalog().FindColumn(*relation, source))
        column.generated_from.Add(id, execution.scratch());
    }
    value = generated->raw_expr;
  }
  if (value != nullptr) column.uses = execution.catalog().KeepValue(FactsOf(execution, value).uses);
  return column;
}

namespace {

// The column as described, with the sequence of a serial or identity column.
ColumnId EnterColumn(Execution& execution, Column column, const ::ColumnDef& definition) {
  const RelationId table = column.relation;
  const bool is_identity = column.is_identity;
  const ColumnId id = execution.catalog().Add(column);
  if (is_identity || FindSerial(definition.typeName) != nullptr) {
    const RelationId sequence = AddOwnedSequence(execution, table, id);
    if (!is_identity) execution.catalog().SetUses(id, {.relations = {sequence}});
  }
  return id;
}

}  // namespace

ColumnId DefineColumn(Execution& execution, RelationId table, const ::ColumnDef& definition) {
  return EnterColumn(execution, DescribeColumn(execution, table, definition), definition);
}

RelationId AddOwnedSequence(Execution& execution, RelationId table, ColumnId column) {
  const Relation* owner = execution.Get(table);
  Relation sequence{.kind = RelationKind::kSequence,
                    .schema = owner->schema,
                    .name = ChooseSequenceName(execution, table, execution.Get(column)->name)};
  sequence.is_temporary = owner->is_temporary;
  sequence.is_unlogged = owner->is_unlogged && execution.pg_version() >= kUnloggedSequences;
  sequence.is_of_identity = execution.Get(column)->is_identity;
  sequence.created_in = execution.environment().file;
  const RelationId id = execution.catalog().Add(sequence);
  OwnSequence(execution, id, table, column);
  return id;
}

void OwnSequence(Execution& execution, RelationId sequence, RelationId table, ColumnId column) {
  if (sequence == table) return;
  Catalog& catalog = execution.catalog();
  const RelationId owner = execution.Get(sequence)->owned_by;
  catalog.Unlink(owner, &Relation::owned_sequences, sequence);
  Relation& changed = catalog.Change(sequence);
  changed.owned_by = table;
  changed.owned_by_column = column;
  if (table) catalog.Link(table, &Relation::owned_sequences, sequence);
}

ColumnId AddColumn(Execution& execution, RelationId table, const ::ColumnDef& definition,
                   std::pmr::vector<PendingWork>& pending) {
  Column column = DescribeColumn(execution, table, definition);
  if (const auto work = AddColumnWork(execution, definition, column))
    pending.push_back({.table = table, .work = *work});
  const ColumnId id = EnterColumn(execution, column, definition);
  if (const auto scan = NotNullWork(execution, definition, *execution.Get(id))) {
    pending.push_back({.table = table, .work = *scan});
  }
  return id;
}

std::vector<RelationId> IndexesUsing(const Catalog& catalog, ColumnId column, Snapshot snapshot) {
  std::vector<RelationId> result;
  const Column* object = catalog.Get(column, snapshot);
  const Relation* table = object == nullptr ? nullptr : catalog.Get(object->relation, snapshot);
  if (table == nullptr) return result;
  for (const RelationId id : table->indexes) {
    const Relation* index = catalog.Get(id, snapshot);
    if (index != nullptr && IndexUses(*index->index, column)) result.push_back(id);
  }
  return result;
}

std::vector<RelationId> IndexesUsing(const Catalog& catalog, ColumnId column) {
  return IndexesUsing(catalog, column, catalog.Now());
}

std::vector<ConstraintId> ConstraintsUsing(const Catalog& catalog, ColumnId column, Snapshot snapshot) {
  std::vector<ConstraintId> result;
  const Column* object = catalog.Get(column, snapshot);
  const Relation* table = object == nullptr ? nullptr : catalog.Get(object->relation, snapshot);
  if (table == nullptr) return result;
  for (const ConstraintId id : table->constraints) {
    const ConstraintObject* constraint = catalog.Get(id, snapshot);
    if (constraint == nullptr || constraint->kind == ConstraintKind::kNotNull) continue;
    if (Contains(constraint->columns, column)) result.push_back(id);
  }
  for (const ConstraintId id : table->referenced_by) {
    const ConstraintObject* constraint = catalog.Get(id, snapshot);
    if (constraint == nullptr || !Contains(constraint->referenced_columns, column)) continue;
    if (!Contains(result, id)) result.push_back(id);
  }
  return result;
}

std::vector<RelationId> ViewsUsing(const Catalog& catalog, ColumnId column, Snapshot snapshot) {
  std::vector<RelationId> result;
  const Column* object = catalog.Get(column, snapshot);
  const Relation* table = object == nullptr ? nullptr : catalog.Get(object->relation, snapshot);
  if (table == nullptr) return result;
  for (const RelationId id : table->dependent_views) {
    const Relation* view = catalog.Get(id, snapshot);
    if (view != nullptr && Contains(view->view->columns, column)) result.push_back(id);
  }
  return result;
}

bool RefusesToDrop(Execution& execution, ColumnId column, bool is_named) {
  const Column& object = *execution.Get(column);
  const Relation& table = *execution.Get(object.relation);
  if (Contains(table.partition_key, column)) {
    execution.Fail("42P16", "cannot drop column \"" + std::string(object.name) +
                                "\" because it is part of the partition key of relation \"" +
                                std::string(table.name) + "\"");
  } else if (is_named && IsInherited(execution, column)) {
    execution.Fail("42P16", "cannot drop inherited column \"" + std::string(object.name) + "\"");
  }
  return execution.failed();
}

void SetExpression(Execution& execution, RelationId table, const ::AlterTableCmd& command,
                   std::pmr::vector<PendingWork>& pending) {
  const ColumnId id = execution.ResolveColumn(table, sql::Text(command.name));
  execution.record().operations.back().column = id;
  if (!id) return;
  const Column& column = *execution.Get(id);
  const bool is_virtual = column.generated == Generated::kVirtual;
  if (!is_virtual)
    pending.push_back({.table = table, .work = *Rewrites(table, Cause::kStoredGenerated, column.name)});
  const ExpressionFacts facts = FactsOf(execution, command.def);
  IdList<ColumnId> sources;
  for (const std::string_view name : facts.columns) {
    if (const ColumnId source = execution.ResolveColumn(table, name))
      sources.Add(source, execution.scratch());
  }
  execution.catalog().SetUses(id, facts.uses);
  execution.catalog().Change(id).generated_from = execution.catalog().Keep(sources);
}

void RemoveColumn(Execution& execution, ColumnId column) {
  Catalog& catalog = execution.catalog();
  for (const ConstraintId id : ConstraintsUsing(catalog, column, catalog.Now()))
    RemoveConstraint(execution, id);
  RemoveConstraint(execution, NotNullOf(execution, column));
  for (const RelationId id : IndexesUsing(catalog, column)) RemoveIndex(execution, id);
  const RelationId table = execution.Get(column)->relation;
  catalog.Unlink(table, &Relation::columns, column);
  catalog.Remove(column);
}

}  // namespace lockstep::model
