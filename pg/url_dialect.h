// SPDX-License-Identifier: Apache-2.0
// Translates database URLs written for other tools into libpq's dialect. For ConnectionString only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::pg {

struct TranslatedUrl {
  std::string url;        // for PQconninfoParse()
  std::string options{};  // server settings, "-c name=value …", to be added to libpq's options
  std::vector<std::string> warnings{};
};

// Anything with "://" in front of the first blank or "=".
bool IsUrl(std::string_view text);

// Throws DatabaseError (kBadParameters); its message shows nothing of the URL but the scheme and parameter
// names.
TranslatedUrl TranslateUrl(std::string_view url);

}  // namespace lockstep::pg
