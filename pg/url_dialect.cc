// SPDX-License-Identifier: Apache-2.0
// Scheme by scheme and parameter by parameter; hosts, users and passwords are left to libpq.
#include "pg/url_dialect.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <memory>
#include <utility>

#include "pg/error.h"

namespace lockstep::pg {
namespace {

constexpr std::string_view kSchemeEnd = "://";

[[noreturn]] void ThrowBad(std::string_view problem) {
  throw DatabaseError(Failure::kBadParameters, fmt::format("bad database URL: {}", problem));
}

bool IsKnownScheme(std::string_view scheme) {
  constexpr std::array<std::string_view, 5> kSchemes = {"postgres", "postgresql", "pgx", "pgx4", "pgx5"};
  return std::find(kSchemes.begin(), kSchemes.end(), scheme) != kSchemes.end();
}

bool IsLibpqKeyword(std::string_view name) {
  if (name == "ssl") return true;  // JDBC's ssl=true, which libpq takes in URLs
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse("", nullptr),
                                                                             &PQconninfoFree);
  if (options == nullptr) return false;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->keyword == name) return true;
  }
  return false;
}

// golang-migrate's own, and what sets up the pools and caches of Prisma, pgx and others.
bool IsForeignParameter(std::string_view name) {
  constexpr std::array<std::string_view, 9> kNames = {"connection_limit",
                                                      "socket_timeout",
                                                      "pgbouncer",
                                                      "sslaccept",
                                                      "sslidentity",
                                                      "statement_cache_size",
                                                      "statement_cache_capacity",
                                                      "default_query_exec_mode",
                                                      "description_cache_capacity"};
  return name.starts_with("x-") || name.starts_with("pool_") ||
         std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool IsSettingName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '.';
  });
}

std::string PercentDecoded(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    unsigned char byte = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() < 2 || parsed.ptr != digits.data() + 2) {
      ThrowBad("a % stands for itself only when written %25");
    }
    decoded += static_cast<char>(byte);
    i += 2;
  }
  return decoded;
}

// PQescapeIdentifier() needs a connection.
std::string QuotedIdentifier(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

void AddSetting(TranslatedUrl& translated, std::string_view name, std::string_view value) {
  if (!translated.options.empty()) translated.options += ' ';
  translated.options += OptionFor(name, value);
}

void AddForLibpq(TranslatedUrl& translated, std::string_view parameter, bool& first) {
  translated.url += std::exchange(first, false) ? '?' : '&';
  translated.url += parameter;
}

void AddParameter(TranslatedUrl& translated, std::string_view parameter, bool& first) {
  const std::string_view name = parameter.substr(0, parameter.find('='));
  const bool has_value = name.size() < parameter.size();
  if (!has_value || IsLibpqKeyword(name)) return AddForLibpq(translated, parameter, first);
  if (IsForeignParameter(name)) {
    translated.warnings.push_back(
        fmt::format("parameter {} of the database URL is not PostgreSQL's: ignored", name));
    return;
  }
  const std::string value = PercentDecoded(parameter.substr(name.size() + 1));
  if (name == "schema") {
    translated.warnings.push_back(
        fmt::format("schema={} of the database URL is taken as search_path", value));
    return AddSetting(translated, "search_path", QuotedIdentifier(value));
  }
  // lib/pq and pgx pass on what they do not know; the server refuses what it does not know.
  if (!IsSettingName(name)) ThrowBad("a parameter name is neither libpq's nor a server setting");
  AddSetting(translated, name, value);
}

// libpq takes the first @ as the end of the password, unless a / comes before it; the rest would show up as
// host or database in its messages.
void CheckPasswordIsEncoded(std::string_view authority_and_path) {
  const size_t at = authority_and_path.find('@');
  const size_t slash = authority_and_path.find('/');
  if (at == std::string_view::npos) return;
  if (slash < at || authority_and_path.find('@', at + 1) != std::string_view::npos) {
    ThrowBad("an @ or / in user, password or database has to be written %40 or %2F");
  }
}

}  // namespace

std::string OptionFor(std::string_view setting, std::string_view value) {
  std::string option = fmt::format("-c {}=", setting);
  for (const char c : value) {
    if (c == '\\' || std::isspace(static_cast<unsigned char>(c)) != 0) option += '\\';
    option += c;
  }
  return option;
}

bool IsUrl(std::string_view text) {
  const size_t scheme_end = text.find(kSchemeEnd);
  return scheme_end != std::string_view::npos && text.find_first_of("= \t\n'\"") > scheme_end;
}

TranslatedUrl TranslateUrl(std::string_view url) {
  const std::string_view scheme = url.substr(0, url.find(kSchemeEnd));
  if (!IsKnownScheme(scheme)) {
    ThrowBad(fmt::format("scheme {} is not PostgreSQL's; a URL begins with postgres://", scheme));
  }
  url.remove_prefix(scheme.size() + kSchemeEnd.size());
  const size_t at = url.substr(0, url.find('/')).find('@');  // a ? before it belongs to the password
  const size_t query = std::min(url.find('?', at == std::string_view::npos ? 0 : at), url.size());
  CheckPasswordIsEncoded(url.substr(0, query));

  TranslatedUrl translated{.url = fmt::format("postgres://{}", url.substr(0, query))};
  bool first = true;
  for (std::string_view rest = url.substr(query); !rest.empty();) {
    rest.remove_prefix(1);  // ? or &
    const std::string_view parameter = rest.substr(0, rest.find('&'));
    if (!parameter.empty()) AddParameter(translated, parameter, first);
    rest.remove_prefix(parameter.size());
  }
  return translated;
}

}  // namespace lockstep::pg
