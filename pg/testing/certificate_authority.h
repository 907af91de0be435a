// SPDX-License-Identifier: Apache-2.0
// Certificates for temporary servers, made with the openssl command.
#pragma once

#include <filesystem>
#include <string>

namespace lockstep::pg {

// Has a directory of its own, removed by the destructor.
class CertificateAuthority {
 public:
  CertificateAuthority();  // throws std::runtime_error when openssl fails, or is missing
  ~CertificateAuthority();
  CertificateAuthority(const CertificateAuthority&) = delete;
  CertificateAuthority& operator=(const CertificateAuthority&) = delete;

  std::filesystem::path certificate() const { return directory_ / "ca.crt"; }
  // Writes a key and its certificate for that host name; they belong to the user as whom servers run.
  void Issue(const std::string& host, const std::filesystem::path& key,
             const std::filesystem::path& certificate) const;

 private:
  std::filesystem::path directory_;
};

}  // namespace lockstep::pg
