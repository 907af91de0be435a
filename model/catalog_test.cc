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

TEST(Catalog, GoesBackTwice) {
  Catalog catalog;
  const RelationId early = AddTable(catalog);
  const RelationId late = AddTable(catalog);
  const Snapshot first = catalog.TakeSnapshot();
  catalog.Change(early).has_rows = true;
  const Snapshot second = catalog.TakeSnapshot();
  catalog.Change(early).is_unlogged = true;
  catalog.Change(late).has_rows = true;
  const RelationId added = AddTable(catalog);
  catalog.RestoreTo(second);
  EXPECT_TRUE(catalog.Get(early)->has_rows);
  EXPECT_FALSE(catalog.Get(early)->is_unlogged);
  EXPECT_FALSE(catalog.Get(late)->has_rows);
  EXPECT_EQ(catalog.Get(added), nullptr);
  catalog.Change(late).is_unlogged = true;
  catalog.RestoreTo(first);
  EXPECT_FALSE(catalog.Get(early)->has_rows);
  EXPECT_FALSE(catalog.Get(late)->is_unlogged);
  EXPECT_EQ(catalog.Get(added), nullptr);
}

}  // namespace
}  // namespace lockstep::model
