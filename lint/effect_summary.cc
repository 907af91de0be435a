// SPDX-License-Identifier: Apache-2.0
#include "lint/effect_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lockstep::lint {

namespace {

std::string_view WorkName(model::WorkKind kind) {
  switch (kind) {
    case model::WorkKind::kScan:
      return "table scan";
    case model::WorkKind::kRewrite:
      return "table rewrite";
    case model::WorkKind::kIndexBuild:
      return "index build";
  }
  return {};
}

const model::Relation* Find(const model::FileRecord& file, const model::StatementRecord& statement,
                            model::RelationId relation) {
  const model::Relation* object = file.catalog->Get(relation, statement.before);
  return object != nullptr ? object : file.catalog->Get(relation, statement.after);
}

std::string Bytes(int64_t bytes) {
  constexpr std::array<std::string_view, 4> kUnits = {"kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes) / 1000;
  size_t unit = 0;
  while (value >= 1000 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", value, value < 10 ? 1 : 0, kUnits[unit]);
}

}  // namespace

const model::Relation* Nameworthy(const model::FileRecord& file, const model::StatementRecord& statement,
                                  model::RelationId relation) {
  if (!file.IsExisting(relation)) return nullptr;
  const model::Relation* object = Find(file, statement, relation);
  return object == nullptr || object->IsIndex() ? nullptr : object;
}

bool KeepsOthersWaiting(const model::Relation& relation, model::LockMode mode) {
  if (relation.kind == model::RelationKind::kCompositeType) return false;
  return relation.kind == model::RelationKind::kMaterializedView ? model::BlocksReads(mode)
                                                                 : model::BlocksWrites(mode);
}

bool KeepsOthersWaiting(const model::FileRecord& file, const model::StatementRecord& statement,
                        const model::LockRequest& lock) {
  const model::Relation* relation = Nameworthy(file, statement, lock.relation);
  return relation != nullptr && KeepsOthersWaiting(*relation, lock.mode);
}

bool AreOne(const model::Operation& left, const model::Operation& right) {
  return &left == &right || (left.node != nullptr && left.node == right.node && left.kind == right.kind);
}

bool BelongsTo(const model::StatementRecord& statement, uint32_t number, const model::Operation& operation) {
  // What goes along stands behind what it goes along with.
  while (number > 0 && statement.operations[number].by_cascade) --number;
  return AreOne(operation, statement.operations[number]);
}

EffectSummary Summarise(const model::FileRecord& file, const model::StatementRecord& statement,
                        const model::Operation* operation) {
  const auto concerns = [&](uint32_t number) {
    return operation == nullptr || BelongsTo(statement, number, *operation);
  };
  EffectSummary summary;
  std::vector<std::pair<model::RelationId, model::LockMode>> locks;
  for (const model::LockRequest& lock : statement.locks) {
    if (!concerns(lock.operation)) continue;
    if (lock.mode <= model::LockMode::kAccessShare || Nameworthy(file, statement, lock.relation) == nullptr)
      continue;
    const auto known = std::find_if(locks.begin(), locks.end(),
                                    [&](const auto& entry) { return entry.first == lock.relation; });
    if (known == locks.end()) {
      locks.emplace_back(lock.relation, lock.mode);
    } else {
      known->second = std::max(known->second, lock.mode);
    }
  }
  for (const auto& [relation, mode] : locks) {
    summary.locks.push_back({.relation = file.NameOf(relation, statement),
                             .mode = model::PgLocksName(mode),
                             .sql_mode = model::SqlName(mode),
                             .blocks_reads = model::BlocksReads(mode),
                             .blocks_writes = model::BlocksWrites(mode)});
  }
  for (const model::Work& work : statement.work) {
    if (!concerns(work.operation)) continue;
    if (!file.IsExisting(work.table)) continue;
    const std::string_view name = WorkName(work.kind);
    if (std::find(summary.work.begin(), summary.work.end(), name) == summary.work.end())
      summary.work.push_back(name);
  }
  return summary;
}

std::string EffectText(const EffectSummary& effect) {
  std::string text;
  for (const auto& lock : effect.locks) {
    const std::string_view blocks = lock.blocks_reads    ? "blocks reads and writes"
                                    : lock.blocks_writes ? "blocks writes"
                                                         : "blocks neither reads nor writes";
    text += fmt::format("{}{} on {} ({})", text.empty() ? "" : ", ", lock.sql_mode, lock.relation, blocks);
  }
  for (const auto& work : effect.work) text += fmt::format("{}{}", text.empty() ? "" : "; ", work);
  for (const auto& size : effect.sizes)
    text += fmt::format("; {} has about {} rows in {}", size.relation, size.rows, Bytes(size.bytes));
  if (effect.seconds)
    text += fmt::format("; about {} s", *effect.seconds < 10 ? fmt::format("{:.1f}", *effect.seconds)
                                                             : fmt::format("{:.0f}", *effect.seconds));
  return text;
}

}  // namespace lockstep::lint
