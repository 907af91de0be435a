// SPDX-License-Identifier: Apache-2.0
// Which formats take the entries of a directory for their own, and so which one the directory is in.
#pragma once

#include <span>
#include <vector>

#include "source/format.h"

namespace lockstep::source {

// Asks each format about each entry once: some look into folders. Refers to both, which have to outlive it.
class Claims {
 public:
  // Of formats that claim an entry equally firmly the first has it.
  Claims(std::span<const Entry> entries, std::span<const Format> formats);

  Claim Of(size_t entry, const Format& format) const;
  Claim StrongestOf(size_t entry) const;
  // Null where no format claims the entry.
  const Format* ClaimantOf(size_t entry) const;

  // The format of the directory: the one that has most entries, or one that surpasses it. Where none knows
  // the directory (it is empty, or all names are wrong), the first of all.
  const Format& Recognise() const;

 private:
  std::span<const Claim> AllOf(size_t entry) const {
    return std::span(claims_).subspan(entry * formats_.size(), formats_.size());
  }
  bool Surpasses(const Format& format, const Format& other) const;

  std::span<const Entry> entries_;
  std::span<const Format> formats_;
  std::vector<Claim> claims_;  // of each entry, one a format
};

}  // namespace lockstep::source
