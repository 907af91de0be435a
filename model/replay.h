// SPDX-License-Identifier: Apache-2.0
// Runs files on the model, one after the other in version order, and hands out what each does.
#pragma once

#include <optional>
#include <string>

#include "model/catalog.h"
#include "model/record.h"

namespace lockstep::model {

struct ReplayOptions {
  int pg_version = 15;
  std::string time_zone = {};        // of the sessions that will run the files; empty: not known
  bool history_is_complete = false;  // what the files do not show is not there, rather than not known
  // The first file shows all that was there (--schema), or nothing was: a table that no file makes is an
  // error then, rather than one that was there before.
  bool start_is_known = false;
};

// Owns the catalog that the records refer to, so it has to outlive them; scripts have to outlive their
// records too.
class Replay {
 public:
  explicit Replay(ReplayOptions options) : options_(std::move(options)) {}

  // Each file starts with a fresh session, as a runner leaves it. Whether its author asks for no transaction
  // is what its format says, or what its comments do where that is not given.
  FileRecord Run(const sql::Script& script, Runner runner, std::optional<bool> no_transaction = {});

  // Takes back what files did since the snapshot; records of them stay valid.
  void RestoreTo(Snapshot snapshot) { catalog_.RestoreTo(snapshot); }

  Snapshot TakeSnapshot() { return catalog_.TakeSnapshot(); }

  const Catalog& catalog() const { return catalog_; }
  const ReplayOptions& options() const { return options_; }

 private:
  ReplayOptions options_;
  Catalog catalog_;
  FileNumber files_ = 0;
};

}  // namespace lockstep::model
