// SPDX-License-Identifier: Apache-2.0
#include "model/alter_table_passes.h"

namespace lockstep::model {

Pass PassOf(ConstrType type) {
  switch (type) {
    case CONSTR_PRIMARY:
    case CONSTR_UNIQUE:
    case CONSTR_EXCLUSION:
      return Pass::kAddIndex;
    case CONSTR_NOTNULL:
      return Pass::kColumnAttributes;
    default:
      return Pass::kAddOtherConstraint;
  }
}

Pass PassOf(const ::AlterTableCmd& command) {
  switch (command.subtype) {
    case AT_DropColumn:
    case AT_DropConstraint:
    case AT_DropNotNull:
    case AT_DropExpression:
    case AT_DropIdentity:
      return Pass::kDrop;
    case AT_AlterColumnType:
      return Pass::kAlterType;
    case AT_AddColumn:
    case AT_AddColumnToView:
      return Pass::kAddColumn;
    case AT_AddConstraint:
      return PassOf(sql::As<::Constraint>(command.def)->contype);
    case AT_SetNotNull:
    case AT_SetIdentity:
      return Pass::kColumnAttributes;
    case AT_AddIdentity:
      return Pass::kAddOtherConstraint;
    case AT_ColumnDefault:
      return command.def == nullptr ? Pass::kDrop : Pass::kAddOtherConstraint;
    default:
      return Pass::kMiscellaneous;
  }
}

bool Recurses(const ::AlterTableCmd& command) {
  switch (command.subtype) {
    case AT_AddColumn:
    case AT_DropColumn:
    case AT_AlterColumnType:
    case AT_ColumnDefault:
    case AT_SetNotNull:
    case AT_DropNotNull:
    case AT_SetStatistics:
    case AT_SetStorage:
    case AT_AddConstraint:
    case AT_DropConstraint:
    case AT_AlterConstraint:
    case AT_ValidateConstraint:
    case AT_DropExpression:
    case AT_SetExpression:
      return true;
    default:
      return false;
  }
}

bool ChangesIdentity(const ::AlterTableCmd& command) {
  return command.subtype == AT_AddIdentity || command.subtype == AT_SetIdentity ||
         command.subtype == AT_DropIdentity;
}

}  // namespace lockstep::model
