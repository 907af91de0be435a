// SPDX-License-Identifier: Apache-2.0
#include "pg/testing/certificate_authority.h"

#include <stdexcept>
#include <string_view>

#include "pg/testing/child_process.h"
#include "pg/testing/server_directory.h"

namespace lockstep::pg {
namespace {

constexpr std::string_view kNewCertificate =
    "umask 077; exec openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 ";

void RunOpenssl(const std::string& arguments, const Command& operands) {
  Command command = {"/bin/sh", "-c", std::string(kNewCertificate) + arguments, "openssl"};
  command.insert(command.end(), operands.begin(), operands.end());
  const CommandOutcome outcome = RunCommand(command, ServerAccount());
  if (outcome.exit_code != 0) throw std::runtime_error("openssl failed: " + outcome.output);
}

}  // namespace

CertificateAuthority::CertificateAuthority() : directory_(MakeServerDirectory(ServerAccount())) {
  RunOpenssl("-subj '/CN=Lockstep test' -keyout \"$1/ca.key\" -out \"$1/ca.crt\"", {directory_});
}

CertificateAuthority::~CertificateAuthority() {
  std::error_code error;
  std::filesystem::remove_all(directory_, error);
}

void CertificateAuthority::Issue(const std::string& host, const std::filesystem::path& key,
                                 const std::filesystem::path& certificate) const {
  RunOpenssl(
      "-CA \"$1/ca.crt\" -CAkey \"$1/ca.key\" -subj \"/CN=$2\" -addext \"subjectAltName=DNS:$2\" "
      "-addext basicConstraints=CA:FALSE -keyout \"$3\" -out \"$4\"",
      {directory_, host, key, certificate});
}

}  // namespace lockstep::pg
