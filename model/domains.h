// SPDX-License-Identifier: Apache-2.0
// Domains: what their constraints and those of the domains below them come to.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

// DomainHasConstraints() in PostgreSQL's typcache.c: CHECK or NOT NULL, of its own or of a domain that it
// stands on.
bool HasConstraints(const Execution& execution, const Type& domain);

// Whether it, or a domain that it stands on, is NOT NULL.
bool IsNotNull(const Catalog& catalog, const Type& domain);

// Removes the domain's constraint from the catalog; NOT NULL goes with its own (AlterDomainDropConstraint()
// in typecmds.c).
void RemoveDomainConstraint(Execution& execution, ConstraintId constraint);

}  // namespace lockstep::model
