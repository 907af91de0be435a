// SPDX-License-Identifier: Apache-2.0
// Which versions another tool's table brings into the history.
#include <fmt/format.h>

#include <algorithm>

#include "migrate/adoption.h"
#include "migrate/foreign_checksum.h"
#include "sql/printable.h"

namespace lockstep::migrate {

namespace {

Conflict RefuseUnfinished(const ForeignTable& table, const std::string& version) {
  if (table.tool == ForeignTool::kGolangMigrate) {
    return {version,
            fmt::format(
                "golang-migrate has left {} dirty at version {}: a migration up to it, or down to it from "
                "the one above, has failed, or is still under way\n  look what of it is in the database: "
                "finish it by hand, and `lockstep adopt --force` takes version {} as applied; or undo it by "
                "hand, and say so with golang-migrate's own `force` before `lockstep adopt`",
                table.name.Display(), version, version)};
  }
  return {version,
          fmt::format(
              "{} says that version {} was begun, and not that it ended\n  look what of it is in the "
              "database: finish it by hand, and `lockstep adopt --force` takes it as applied; or undo it by "
              "hand, and after that `lockstep adopt --force` and `lockstep repair --forget {}`",
              table.Display(), version, version)};
}

Conflict RefuseChanged(const ForeignTable& table, const source::Migration& migration) {
  const std::string file = sql::Printable(migration.up->path.string());
  return {migration.Key(),
          fmt::format("{}: {} was changed after {} applied it: its checksum is not the one in {}\n  put the "
                      "file back as it was; or, where the change does not matter, `lockstep adopt --force` "
                      "takes it as it is now",
                      LabelOf(migration.version, migration.name), file, ForeignToolName(table.tool),
                      sql::Printable(table.name.Display()))};
}

class Planner {
 public:
  Planner(std::span<const MigrationStatus> statuses, const ForeignTable& table, const ForeignHistory& history)
      : statuses_(Versioned(statuses)), table_(table), history_(history) {}

  AdoptionPlan Plan(bool force) {
    for (const MigrationStatus& status : statuses_) TakeOver(status);
    for (const ForeignMigration& migration : history_.applied) TakeOverWithoutFile(migration);
    std::sort(plan_.adopted.begin(), plan_.adopted.end(),
              [](const Adopted& a, const Adopted& b) { return a.version < b.version; });
    for (const std::string& name : history_.without_version) {
      plan_.warnings.push_back({{},
                                fmt::format("{} has {}, which is no version and so not taken over",
                                            table_.Display(), sql::Printable(name))});
    }
    if (!force) RefuseChangedFiles();
    for (const std::string& version : history_.unfinished) {
      if (!force && !IsPartial(version)) plan_.refusals.push_back(RefuseUnfinished(table_, version));
    }
    return std::move(plan_);
  }

 private:
  void TakeOver(const MigrationStatus& status) {
    if (status.row) return;
    const auto known =
        std::find_if(history_.applied.begin(), history_.applied.end(),
                     [&](const ForeignMigration& migration) { return migration.version == *status.version; });
    if (known == history_.applied.end() && !IsAssumed(*status.version)) {
      ++plan_.pending;
      return;
    }
    const bool is_known = known != history_.applied.end();
    plan_.adopted.push_back({.version = *status.version,
                             .name = status.name,
                             .kind = is_known ? RowKind::kAdopted : RowKind::kAssumed,
                             .migration = status.migration,
                             .origin = is_known ? *known : ForeignMigration{.version = *status.version}});
  }

  void RefuseChangedFiles() {
    for (const Adopted& adopted : plan_.adopted) {
      const std::string& known = adopted.origin.checksum;
      if (known.empty() || adopted.migration == nullptr || !adopted.migration->up) continue;
      const std::string now = ForeignChecksum(table_.tool, adopted.migration->up->file);
      if (!now.empty() && now != known) plan_.refusals.push_back(RefuseChanged(table_, *adopted.migration));
    }
  }

  void TakeOverWithoutFile(const ForeignMigration& migration) {
    const bool has_status =
        std::any_of(statuses_.begin(), statuses_.end(),
                    [&](const MigrationStatus& status) { return *status.version == migration.version; });
    if (has_status) return;
    plan_.adopted.push_back({.version = migration.version, .name = migration.name, .origin = migration});
    plan_.warnings.push_back(
        {migration.version.Canonical(),
         fmt::format(
             "{}: {} has it, and there is no file of it: it is taken as applied, but cannot be reverted",
             LabelOf(migration.version, migration.name), table_.Display())});
  }

  // Then it is we who have made a table dirty that is kept in sync.
  bool IsPartial(std::string_view version) const {
    return std::any_of(statuses_.begin(), statuses_.end(), [&](const MigrationStatus& status) {
      return status.state == MigrationState::kPartial && status.Key() == version;
    });
  }

  bool IsAssumed(const source::Version& version) const {
    return history_.assumed_below && version < *history_.assumed_below;
  }

  std::span<const MigrationStatus> statuses_;
  const ForeignTable& table_;
  const ForeignHistory& history_;
  AdoptionPlan plan_;
};

}  // namespace

std::string ForeignTable::Display() const {
  return fmt::format("{}'s {}", ForeignToolName(tool), sql::Printable(name.Display()));
}

AdoptionPlan PlanAdoption(std::span<const MigrationStatus> statuses, const ForeignTable& table,
                          const ForeignHistory& history, bool force) {
  return Planner(statuses, table, history).Plan(force);
}

}  // namespace lockstep::migrate
