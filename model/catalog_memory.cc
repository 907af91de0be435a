// SPDX-License-Identifier: Apache-2.0
// What objects of the catalog have, in the catalog's own memory.
#include <algorithm>

#include "model/catalog.h"

namespace lockstep::model {

std::string_view Catalog::Keep(std::string_view text) {
  if (text.empty()) return {};
  char* kept = static_cast<char*>(memory_->allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), kept);
  return {kept, text.size()};
}

void Catalog::KeepTexts(ColumnType& type) {
  type.ref.schema = type.IsBuiltin() ? std::string_view("pg_catalog") : Keep(type.ref.schema);
  type.ref.name = Keep(type.ref.name);
  type.collation = Keep(type.collation);
}

void Catalog::KeepTexts(Function& function) {
  function.signature = Keep(function.signature);
  function.full_signature = Keep(function.full_signature);
}

Kept<IndexFacts> Catalog::KeepValue(IndexFacts facts) {
  for (IdList<ColumnId>* columns :
       {&facts.keys, &facts.collated, &facts.included, &facts.expression_columns, &facts.predicate_columns}) {
    *columns = Keep(*columns);
  }
  facts.access_method = Keep(facts.access_method);
  facts.name_stem = Keep(facts.name_stem);
  facts.expressions = Keep(facts.expressions);
  return Kept<IndexFacts>(Own(facts));
}

}  // namespace lockstep::model
