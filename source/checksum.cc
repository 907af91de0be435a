// SPDX-License-Identifier: Apache-2.0
#include "source/checksum.h"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace lockstep::source {
namespace {

class Sha256 {
 public:
  Sha256() { Require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr)); }

  void Add(std::string_view bytes) { Require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }

  std::string Hex() {
    std::array<unsigned char, 32> digest{};
    Require(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
    return fmt::format("{:02x}", fmt::join(digest, ""));
  }

 private:
  struct ContextDeleter {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };

  // Only a broken OpenSSL configuration refuses SHA-256.
  static void Require(int succeeded) {
    if (succeeded != 1) throw std::runtime_error("OpenSSL cannot compute SHA-256");
  }

  std::unique_ptr<EVP_MD_CTX, ContextDeleter> context_{EVP_MD_CTX_new()};
};

}  // namespace

std::string Checksum(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Sha256 sha256;
  while (!text.empty()) {
    const size_t line_end = std::min(text.find('\r'), text.size());
    sha256.Add(text.substr(0, line_end));
    if (line_end == text.size()) break;
    sha256.Add("\n");
    text.remove_prefix(line_end + 1);
    if (text.starts_with('\n')) text.remove_prefix(1);
  }
  return sha256.Hex();
}

}  // namespace lockstep::source
