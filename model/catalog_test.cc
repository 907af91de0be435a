// SPDX-License-Identifier: Apache-2.0
#include "model/catalog.h"

#include <gtest/gtest.h>

namespace lockstep::model {
namespace {

RelationId AddTable(Catalog& catalog) {
  return catalog.Add(Relation{.schema = catalog.FindSchema("public"), .name = "a"});
}

TEST(Catalog, ChangesInPlaceWhatNoSnapshotShows) {
  Catalog catalog;
  const RelationId table = AddTable(catalog);
  const Snapshot before = catalog.TakeSnapshot();
  Relation& changed = catalog.Change(table);
  changed.has_rows = true;
  EXPECT_EQ(&catalog.Change(table), &changed);
  EXPECT_FALSE(catalog.Get(table, before)->has_rows);

  const Snapshot after = catalog.TakeSnapshot();
  catalog.Change(table).has_rows = false;
  EXPECT_TRUE(catalog.Get(table, after)->has_rows);
}

TEST(Catalog, ChangesACopyOfWhatIsRestored) {
  Catalog catalog;
  const RelationId table = AddTable(catalog);
  const Snapshot before = catalog.TakeSnapshot();
  catalog.Change(table).has_rows = true;
  catalog.RestoreTo(before);
  EXPECT_FALSE(catalog.Get(table)->has_rows);
  catalog.Change(table).is_unlogged = true;
  EXPECT_TRUE(catalog.Get(table)->is_unlogged);
  EXPECT_FALSE(catalog.Get(table, before)->is_unlogged);
}

}  // namespace
}  // namespace lockstep::model
