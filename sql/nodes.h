// SPDX-License-Identifier: Apache-2.0
// Typed access to PostgreSQL's nodes and lists: checked casts, ranges over List, strings.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

#include "sql/postgres_nodes.h"

namespace lockstep::sql {

template <typename T>
struct NodeTagOf;  // an unmapped node type is a compile error

// The one macro: PostgreSQL's tags are T_ plus the type's name, for every node type.
#define LOCKSTEP_NODE(Type)                            \
  template <>                                          \
  struct NodeTagOf<::Type> {                           \
    static constexpr NodeTag kTag = NodeTag::T_##Type; \
  };
LOCKSTEP_NODE(A_ArrayExpr)
LOCKSTEP_NODE(A_Const)
LOCKSTEP_NODE(A_Expr)
LOCKSTEP_NODE(A_Indirection)
LOCKSTEP_NODE(AccessPriv)
LOCKSTEP_NODE(AlterCollationStmt)
LOCKSTEP_NODE(AlterDomainStmt)
LOCKSTEP_NODE(AlterEnumStmt)
LOCKSTEP_NODE(AlterExtensionStmt)
LOCKSTEP_NODE(AlterFunctionStmt)
LOCKSTEP_NODE(AlterObjectSchemaStmt)
LOCKSTEP_NODE(AlterOwnerStmt)
LOCKSTEP_NODE(AlterPolicyStmt)
LOCKSTEP_NODE(AlterPublicationStmt)
LOCKSTEP_NODE(AlterSeqStmt)
LOCKSTEP_NODE(AlterSubscriptionStmt)
LOCKSTEP_NODE(AlterTableCmd)
LOCKSTEP_NODE(AlterTableStmt)
LOCKSTEP_NODE(AlterTypeStmt)
LOCKSTEP_NODE(ATAlterConstraint)
LOCKSTEP_NODE(Boolean)
LOCKSTEP_NODE(BoolExpr)
LOCKSTEP_NODE(CallStmt)
LOCKSTEP_NODE(CaseExpr)
LOCKSTEP_NODE(ClusterStmt)
LOCKSTEP_NODE(CollateClause)
LOCKSTEP_NODE(ColumnDef)
LOCKSTEP_NODE(ColumnRef)
LOCKSTEP_NODE(CommentStmt)
LOCKSTEP_NODE(CommonTableExpr)
LOCKSTEP_NODE(CompositeTypeStmt)
LOCKSTEP_NODE(Constraint)
LOCKSTEP_NODE(CopyStmt)
LOCKSTEP_NODE(CreateDomainStmt)
LOCKSTEP_NODE(CreateEnumStmt)
LOCKSTEP_NODE(CreateExtensionStmt)
LOCKSTEP_NODE(CreateFunctionStmt)
LOCKSTEP_NODE(CreatePolicyStmt)
LOCKSTEP_NODE(CreatePublicationStmt)
LOCKSTEP_NODE(CreateRangeStmt)
LOCKSTEP_NODE(CreateSchemaStmt)
LOCKSTEP_NODE(CreateSeqStmt)
LOCKSTEP_NODE(CreateStatsStmt)
LOCKSTEP_NODE(CreateStmt)
LOCKSTEP_NODE(CreateForeignTableStmt)
LOCKSTEP_NODE(CreateSubscriptionStmt)
LOCKSTEP_NODE(CreateTableAsStmt)
LOCKSTEP_NODE(CreateTableSpaceStmt)
LOCKSTEP_NODE(CreateTrigStmt)
LOCKSTEP_NODE(CreatedbStmt)
LOCKSTEP_NODE(DeclareCursorStmt)
LOCKSTEP_NODE(DefElem)
LOCKSTEP_NODE(DefineStmt)
LOCKSTEP_NODE(DeleteStmt)
LOCKSTEP_NODE(DiscardStmt)
LOCKSTEP_NODE(DoStmt)
LOCKSTEP_NODE(DropOwnedStmt)
LOCKSTEP_NODE(DropStmt)
LOCKSTEP_NODE(DropSubscriptionStmt)
LOCKSTEP_NODE(DropTableSpaceStmt)
LOCKSTEP_NODE(DropdbStmt)
LOCKSTEP_NODE(ExplainStmt)
LOCKSTEP_NODE(FuncCall)
LOCKSTEP_NODE(FunctionParameter)
LOCKSTEP_NODE(GrantStmt)
LOCKSTEP_NODE(IndexElem)
LOCKSTEP_NODE(IndexStmt)
LOCKSTEP_NODE(InsertStmt)
LOCKSTEP_NODE(Integer)
LOCKSTEP_NODE(IntoClause)
LOCKSTEP_NODE(JoinExpr)
LOCKSTEP_NODE(List)
LOCKSTEP_NODE(LockingClause)
LOCKSTEP_NODE(LockStmt)
LOCKSTEP_NODE(MergeStmt)
LOCKSTEP_NODE(NamedArgExpr)
LOCKSTEP_NODE(MergeWhenClause)
LOCKSTEP_NODE(MinMaxExpr)
LOCKSTEP_NODE(NullTest)
LOCKSTEP_NODE(ObjectWithArgs)
LOCKSTEP_NODE(PartitionBoundSpec)
LOCKSTEP_NODE(PartitionCmd)
LOCKSTEP_NODE(PartitionElem)
LOCKSTEP_NODE(PrepareStmt)
LOCKSTEP_NODE(PublicationObjSpec)
LOCKSTEP_NODE(RangeSubselect)
LOCKSTEP_NODE(RangeFunction)
LOCKSTEP_NODE(RangeVar)
LOCKSTEP_NODE(RawStmt)
LOCKSTEP_NODE(ReassignOwnedStmt)
LOCKSTEP_NODE(RefreshMatViewStmt)
LOCKSTEP_NODE(ReindexStmt)
LOCKSTEP_NODE(RenameStmt)
LOCKSTEP_NODE(ReplicaIdentityStmt)
LOCKSTEP_NODE(ResTarget)
LOCKSTEP_NODE(ReturnStmt)
LOCKSTEP_NODE(RoleSpec)
LOCKSTEP_NODE(RowExpr)
LOCKSTEP_NODE(RuleStmt)
LOCKSTEP_NODE(SecLabelStmt)
LOCKSTEP_NODE(SelectStmt)
LOCKSTEP_NODE(SQLValueFunction)
LOCKSTEP_NODE(StatsElem)
LOCKSTEP_NODE(String)
LOCKSTEP_NODE(SubLink)
LOCKSTEP_NODE(TableLikeClause)
LOCKSTEP_NODE(TransactionStmt)
LOCKSTEP_NODE(TruncateStmt)
LOCKSTEP_NODE(TypeCast)
LOCKSTEP_NODE(TypeName)
LOCKSTEP_NODE(UpdateStmt)
LOCKSTEP_NODE(VacuumRelation)
LOCKSTEP_NODE(VacuumStmt)
LOCKSTEP_NODE(VariableSetStmt)
LOCKSTEP_NODE(ViewStmt)
LOCKSTEP_NODE(WithClause)
LOCKSTEP_NODE(XmlExpr)
#undef LOCKSTEP_NODE

inline NodeTag TagOf(const ::Node* node) { return node->type; }

// The node as a T, or null when it is null or something else.
template <typename T>
const T* As(const void* node) {
  const auto* base = static_cast<const ::Node*>(node);
  return base != nullptr && base->type == NodeTagOf<T>::kTag ? reinterpret_cast<const T*>(base) : nullptr;
}

// The elements of a List of nodes, each as a T. A null list is empty; elements of another type come as null.
template <typename T>
class Elements {
 public:
  explicit Elements(const ::List* list) : list_(list) {}

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = const T*;
    using difference_type = std::ptrdiff_t;

    explicit Iterator(const ::ListCell* cell) : cell_(cell) {}
    const T* operator*() const { return As<T>(cell_->ptr_value); }
    Iterator& operator++() {
      ++cell_;
      return *this;
    }
    Iterator operator++(int) { return Iterator(cell_++); }
    bool operator==(const Iterator&) const = default;

   private:
    const ::ListCell* cell_;
  };

  Iterator begin() const { return Iterator(list_ == nullptr ? nullptr : list_->elements); }
  Iterator end() const { return Iterator(list_ == nullptr ? nullptr : list_->elements + list_->length); }
  size_t size() const { return list_ == nullptr ? 0 : static_cast<size_t>(list_->length); }
  bool empty() const { return size() == 0; }

 private:
  const ::List* list_;
};

// The elements as they are, whatever their type.
template <>
inline const ::Node* Elements<::Node>::Iterator::operator*() const {
  return static_cast<const ::Node*>(cell_->ptr_value);
}

inline size_t Length(const ::List* list) { return list == nullptr ? 0 : static_cast<size_t>(list->length); }

inline const ::Node* At(const ::List* list, size_t index) {
  return static_cast<const ::Node*>(list->elements[index].ptr_value);
}

// The text of a C string that may be null.
inline std::string_view Text(const char* text) {
  return text == nullptr ? std::string_view() : std::string_view(text);
}

// The text of a String node; empty for anything else.
inline std::string_view StringOf(const void* node) {
  const auto* string = As<::String>(node);
  return string == nullptr ? std::string_view() : Text(string->sval);
}

// The last String of a list of names, as in a qualified name.
inline std::string_view LastName(const ::List* names) {
  return names == nullptr || names->length == 0 ? std::string_view() : StringOf(At(names, Length(names) - 1));
}

// The DefElem of that name in an options list, or null.
const ::DefElem* FindOption(const ::List* options, std::string_view name);

// Whether a boolean option such as CONCURRENTLY is on: present without a value, or with a true one.
bool OptionIsOn(const ::List* options, std::string_view name);

}  // namespace lockstep::sql
