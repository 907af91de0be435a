// SPDX-License-Identifier: Apache-2.0
// Server settings in libpq's options, and database URLs of other tools in libpq's dialect. For
// ConnectionString only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::pg {

// "-c name=value" for libpq's options, in which blanks separate and a backslash escapes:
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS
std::string OptionFor(std::string_view setting, std::string_view value);

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
