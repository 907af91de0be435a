// SPDX-License-Identifier: Apache-2.0
// Takes one object out of the catalog, with its parts and its traces in others, and books the locks that this
// takes (doDeletion() in PostgreSQL's dependency.c). What depends on it has gone before (dependencies.h).
// Each does nothing where the object is gone already.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

void RemoveObject(Execution& execution, AttachmentId id);
void RemoveObject(Execution& execution, ColumnId id);
void RemoveObject(Execution& execution, ConstraintId id);
void RemoveObject(Execution& execution, FunctionId id);
void RemoveObject(Execution& execution, RelationId id);
void RemoveObject(Execution& execution, SchemaId id);
void RemoveObject(Execution& execution, TypeId id);

// The column stays, its default goes (RemoveAttrDefaultById()).
void RemoveDefault(Execution& execution, ColumnId id);

}  // namespace lockstep::model
