// SPDX-License-Identifier: Apache-2.0
// Lets libpq parse, and shows what came of it without secrets.
#include "pg/connection_string.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>

#include "pg/error.h"
#include "pg/url_dialect.h"

namespace lockstep::pg {
namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

// libpq quotes what it stumbled over, which may be a part of a password, after what it missed.
std::string WithoutQuotedInput(std::string_view message) {
  constexpr std::array<std::string_view, 2> kMissed = {"\"=\"", "\"]\""};
  size_t begin = message.find('"');
  for (const std::string_view missed : kMissed) {
    if (begin != std::string_view::npos && message.substr(begin).starts_with(missed)) {
      begin = message.find('"', begin + missed.size());
    }
  }
  const size_t end = message.rfind('"');
  if (begin >= end) return std::string(message);
  return fmt::format("{}\"...\"{}", message.substr(0, begin), message.substr(end + 1));
}

Options ParseByLibpq(const std::string& text) {
  char* error = nullptr;
  Options options(PQconninfoParse(text.c_str(), &error), &PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> owned_error(error, &PQfreemem);
  if (options != nullptr) return options;
  const std::string message = error == nullptr ? "out of memory" : ServerMessage::From(error).message;
  throw DatabaseError(Failure::kBadParameters, "bad connection string: " + WithoutQuotedInput(message));
}

// What libpq takes from the environment.
std::string Default(std::string_view keyword) {
  const Options options(PQconndefaults(), &PQconninfoFree);
  if (options == nullptr) return "";
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->keyword == keyword && option->val != nullptr) return option->val;
  }
  return "";
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kPlain = "-._~/";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || byte >= 0x80 || kPlain.find(c) != std::string_view::npos;
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return encoded;
}

std::string TakeItem(std::string_view& list) {
  const std::string_view item = list.substr(0, list.find(','));
  list.remove_prefix(std::min(item.size() + 1, list.size()));
  return std::string(item);
}

// "a,::1" and "1,2" are a:1,[::1]:2; one port is for all hosts.
std::string Authority(std::string_view hosts, std::string_view ports) {
  std::string authority;
  std::string port;
  while (!hosts.empty()) {
    const std::string host = TakeItem(hosts);
    if (!ports.empty()) port = TakeItem(ports);
    authority += authority.empty() ? "" : ",";
    authority += host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
    if (!port.empty()) authority += ":" + port;
  }
  return authority;
}

std::string Joined(const std::string& before, std::string_view separator, const std::string& after) {
  return before.empty() || after.empty() ? before + after : fmt::format("{}{}{}", before, separator, after);
}

}  // namespace

ConnectionString ConnectionString::Parse(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    throw DatabaseError(Failure::kBadParameters, "bad connection string: it has a NUL character");
  }
  text = Trimmed(text);  // secrets come from files with a line end
  ConnectionString result;
  TranslatedUrl translated{.url = std::string(text)};
  if (IsUrl(text)) translated = TranslateUrl(text);
  const Options options = ParseByLibpq(translated.url);
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) result.parameters_.emplace_back(option->keyword, option->val);
  }
  if (!translated.options.empty()) {
    result.Set("options", Joined(result.GetOrDefault("options"), " ", translated.options));
  }
  if (result.GetOrDefault("dbname").find("://") != std::string::npos) {
    throw DatabaseError(Failure::kBadParameters,
                        "bad connection string: dbname is a URL; give the URL alone");
  }
  result.warnings_ = std::move(translated.warnings);
  return result;
}

ConnectionString ConnectionString::To(std::string_view host, int port, std::string_view database,
                                      std::string_view user) {
  ConnectionString result;
  result.Set("host", std::string(host));
  result.Set("port", std::to_string(port));
  result.Set("dbname", std::string(database));
  result.Set("user", std::string(user));
  return result;
}

std::string_view ConnectionString::Get(std::string_view keyword) const {
  for (const auto& [known, value] : parameters_) {
    if (known == keyword) return value;
  }
  return "";
}

std::string ConnectionString::GetOrDefault(std::string_view keyword) const {
  const std::string_view value = Get(keyword);
  return value.empty() ? Default(keyword) : std::string(value);
}

void ConnectionString::Set(std::string_view keyword, std::string value) {
  for (auto& [known, old_value] : parameters_) {
    if (known == keyword) {
      old_value = std::move(value);
      return;
    }
  }
  parameters_.emplace_back(keyword, std::move(value));
}

void ConnectionString::SetDefault(std::string_view setting, std::string_view value) {
  // Of two options for one setting the last counts.
  Set("options", Joined(OptionFor(setting, value), " ", GetOrDefault("options")));
}

bool ConnectionString::LeavesHostOpen() const {
  constexpr std::string_view kTarget = "target_session_attrs";
  const bool is_open = Get(kTarget).empty() && Default(kTarget) == "any";
  const auto is_list = [this](std::string_view keyword) {
    return GetOrDefault(keyword).find(',') != std::string::npos;
  };
  return is_open && (is_list("host") || is_list("hostaddr"));
}

std::string ConnectionString::Display() const {
  const std::string host = GetOrDefault("host");
  const std::string port = GetOrDefault("port");
  const std::string user = GetOrDefault("user");
  const std::string database = GetOrDefault("dbname");
  const bool socket = host.starts_with('/') || host.starts_with('@');
  return fmt::format("postgres://{}{}{}/{}{}", PercentEncoded(user), user.empty() ? "" : "@",
                     socket ? "" : Authority(host, port), PercentEncoded(database.empty() ? user : database),
                     socket ? fmt::format("?host={}&port={}", PercentEncoded(host), port) : "");
}

}  // namespace lockstep::pg
