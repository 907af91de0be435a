// SPDX-License-Identifier: Apache-2.0
#include "source/claims.h"

#include <algorithm>

namespace lockstep::source {

Claims::Claims(std::span<const Entry> entries, std::span<const Format> formats)
    : entries_(entries), formats_(formats) {
  claims_.reserve(entries.size() * formats.size());
  for (const Entry& entry : entries) {
    for (const Format& format : formats) claims_.push_back(format.claim(entry));
  }
}

Claim Claims::Of(size_t entry, const Format& format) const {
  return AllOf(entry)[static_cast<size_t>(&format - formats_.data())];
}

Claim Claims::StrongestOf(size_t entry) const {
  const std::span<const Claim> claims = AllOf(entry);
  return *std::max_element(claims.begin(), claims.end());
}

const Format* Claims::ClaimantOf(size_t entry) const {
  const std::span<const Claim> claims = AllOf(entry);
  const auto strongest = std::max_element(claims.begin(), claims.end());
  return *strongest == Claim::kNone ? nullptr : &formats_[static_cast<size_t>(strongest - claims.begin())];
}

const Format& Claims::Recognise() const {
  std::vector<size_t> counts(formats_.size());
  for (size_t entry = 0; entry < entries_.size(); ++entry) {
    if (const Format* claimant = ClaimantOf(entry)) ++counts[static_cast<size_t>(claimant - formats_.data())];
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  const Format& best = formats_[static_cast<size_t>(most - counts.begin())];
  const auto surpassing = std::find_if(formats_.begin(), formats_.end(),
                                       [&](const Format& format) { return Surpasses(format, best); });
  return surpassing == formats_.end() ? best : *surpassing;
}

// Whether the format takes all that the other does, and knows some of it by annotations.
bool Claims::Surpasses(const Format& format, const Format& other) const {
  bool has_annotated = false;
  for (size_t entry = 0; entry < entries_.size(); ++entry) {
    if (Of(entry, other) == Claim::kNone) continue;
    if (Of(entry, format) == Claim::kNone) return false;
    has_annotated =
        has_annotated || (Of(entry, other) == Claim::kByName && Of(entry, format) == Claim::kByAnnotation);
  }
  return has_annotated;
}

}  // namespace lockstep::source
