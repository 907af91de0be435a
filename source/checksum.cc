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

// Of text, with all line ends taken as "\n".
class TextHash {
 public:
  TextHash() { Require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr)); }

  // The text in pieces, wherever they cut it.
  void Add(std::string_view piece) {
    while (!piece.empty()) {
      if (after_return_ && piece.starts_with('\n')) piece.remove_prefix(1);
      const size_t line_end = std::min(piece.find('\r'), piece.size());
      AddBytes(piece.substr(0, line_end));
      after_return_ = line_end < piece.size();
      if (!after_return_) return;
      AddBytes("\n");
      piece.remove_prefix(line_end + 1);
    }
  }

  std::string Hex() {
    std::array<unsigned char, 32> digest{};
    Require(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
    return fmt::format("{:02x}", fmt::join(digest, ""));
  }

 private:
  void AddBytes(std::string_view bytes) {
    Require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
  }

  struct ContextDeleter {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };

  // Only a broken OpenSSL configuration refuses SHA-256.
  static void Require(int succeeded) {
    if (succeeded != 1) throw std::runtime_error("OpenSSL cannot compute SHA-256");
  }

  std::unique_ptr<EVP_MD_CTX, ContextDeleter> context_{EVP_MD_CTX_new()};
  bool after_return_ = false;
};

}  // namespace

std::string Checksum(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  TextHash hash;
  hash.Add(text);
  return hash.Hex();
}

std::string Checksum(const sql::SourceFile& file) {
  TextHash hash;
  file.ForEachPiece({file.body_begin(), file.body_end()}, [&](std::string_view piece) { hash.Add(piece); });
  return hash.Hex();
}

}  // namespace lockstep::source
