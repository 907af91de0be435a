// SPDX-License-Identifier: Apache-2.0
#include "model/object_names.h"

#include <string>

#include "model/column_names.h"

namespace lockstep::model {

namespace {

// addFkConstraint() in tablecmds.c numbers the parent's name since.
constexpr int kKeysNamedAfterParent = 18;

// makeObjectName(): the longer of both names gives way first.
std::string_view MakeObjectName(const Execution& execution, std::string_view first, std::string_view second,
                                std::string_view label) {
  const size_t overhead = label.size() + 1 + (second.empty() ? 0 : 1);
  size_t first_size = first.size();
  size_t second_size = second.size();
  while (first_size + second_size + overhead > kMaximumNameLength)
    --(first_size > second_size ? first_size : second_size);
  const std::string_view before_second = second.empty() ? "" : "_";
  return execution.Concatenate(
      {Clip(first, first_size), before_second, Clip(second, second_size), "_", label});
}

template <typename IsTaken>
std::string_view FirstFree(const Execution& execution, std::string_view first, std::string_view second,
                           std::string_view label, const IsTaken& is_taken) {
  std::string_view name = MakeObjectName(execution, first, second, label);
  for (int number = 1; is_taken(name); ++number) {
    name = MakeObjectName(execution, first, second, std::string(label) + std::to_string(number));
  }
  return name;
}

enum class Beside : bool { kRelations, kRelationsAndConstraints };

// ChooseRelationName().
std::string_view ChooseRelationName(const Execution& execution, RelationId table, std::string_view columns,
                                    std::string_view label, Beside beside) {
  const Relation& relation = *execution.Get(table);
  const Catalog& catalog = execution.catalog();
  return FirstFree(execution, relation.name, columns, label, [&](std::string_view name) {
    return catalog.FindRelation(relation.schema, name) ||
           (beside == Beside::kRelationsAndConstraints && catalog.HasConstraint(relation.schema, name));
  });
}

}  // namespace

std::string_view ChooseConstraintName(const Execution& execution, RelationId table, std::string_view columns,
                                      std::string_view label) {
  const Relation& relation = *execution.Get(table);
  return FirstFree(execution, relation.name, columns, label, [&](std::string_view name) {
    return execution.catalog().HasConstraint(relation.schema, name);
  });
}

std::string_view ChooseConstraintName(const Execution& execution, TypeId domain, std::string_view label) {
  const Type& type = *execution.Get(domain);
  return FirstFree(execution, type.name, {}, label, [&](std::string_view name) {
    return execution.catalog().HasConstraint(type.schema, name);
  });
}

std::string_view ChoosePartitionKeyName(const Execution& execution, RelationId partition,
                                        std::string_view parents, std::string_view columns) {
  if (execution.pg_version() < kKeysNamedAfterParent)
    return ChooseConstraintName(execution, partition, columns, "fkey");
  const SchemaId schema = execution.Get(partition)->schema;
  int number = 1;
  const auto name = [&] { return MakeObjectName(execution, parents, {}, std::to_string(number)); };
  while (execution.catalog().HasConstraint(schema, name())) ++number;
  return name();
}

std::string_view ChooseSequenceName(const Execution& execution, RelationId table, std::string_view column) {
  return ChooseRelationName(execution, table, column, "seq", Beside::kRelations);
}

std::string_view ChooseIndexName(const Execution& execution, RelationId table, std::string_view columns) {
  return ChooseRelationName(execution, table, columns, "idx", Beside::kRelations);
}

std::string_view ChooseIndexName(const Execution& execution, RelationId table, std::string_view columns,
                                 ConstraintKind constraint) {
  const auto choose = [&](std::string_view names, std::string_view label) {
    return ChooseRelationName(execution, table, names, label, Beside::kRelationsAndConstraints);
  };
  if (constraint == ConstraintKind::kPrimaryKey) return choose({}, "pkey");
  return choose(columns, constraint == ConstraintKind::kExclusion ? "excl" : "key");
}

std::string_view ChooseStatisticsName(const Execution& execution, RelationId table,
                                      std::string_view columns) {
  return FirstFree(execution, execution.Get(table)->name, columns, "stat", [&](std::string_view name) {
    return static_cast<bool>(execution.catalog().FindStatistics(execution.Get(table)->schema, name));
  });
}

}  // namespace lockstep::model
