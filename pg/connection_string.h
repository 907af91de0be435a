// SPDX-License-Identifier: Apache-2.0
// What users give to name a database: libpq's URLs and key=value strings, and the dialects of other tools.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lockstep::pg {

// Parsed by libpq itself after the dialects were translated:
// - schemes pgx://, pgx4://, pgx5:// mean postgres://
// - golang-migrate's x-… parameters, and those that set up other tools' pools, are dropped with a warning
// - Prisma's schema=NAME sets search_path, with a warning
// - other URL parameters that libpq does not know are server settings, as in lib/pq and pgx: search_path=app
class ConnectionString {
 public:
  // An empty text leaves all to libpq: PGHOST and so on, service and password files.
  // Throws DatabaseError (kBadParameters), whose message shows nothing that could be a part of a password.
  static ConnectionString Parse(std::string_view text);
  static ConnectionString To(std::string_view host, int port, std::string_view database,
                             std::string_view user);

  // The value given for a libpq keyword, or empty.
  std::string_view Get(std::string_view keyword) const;
  void Set(std::string_view keyword, std::string value);

  // A server setting to begin with, unless the string or the environment (PGOPTIONS) has it: what RESET and
  // DISCARD ALL go back to.
  void SetDefault(std::string_view setting, std::string_view value);

  // Whether several hosts are named, and not said which kind of them is meant (target_session_attrs).
  bool LeavesHostOpen() const;

  // For people: postgres://user@host:port/database, without password and options; what is not given, as libpq
  // will complete it.
  std::string Display() const;

  const std::vector<std::pair<std::string, std::string>>& parameters() const { return parameters_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  std::string GetOrDefault(std::string_view keyword) const;  // the environment's

  std::vector<std::pair<std::string, std::string>> parameters_;  // libpq keyword, value
  std::vector<std::string> warnings_;
};

}  // namespace lockstep::pg
