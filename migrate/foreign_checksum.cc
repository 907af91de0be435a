// SPDX-License-Identifier: Apache-2.0
#include "migrate/foreign_checksum.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "migrate/crc32.h"

namespace lockstep::migrate {

namespace {

// sqlx hashes the bytes of the file as they are (sqlx-core, migrate/migration.rs).
std::string Sha384(const sql::SourceFile& file) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  bool succeeded = EVP_DigestInit_ex(context.get(), EVP_sha384(), nullptr) == 1;
  file.ForEachPiece({0, file.text().size()}, [&](std::string_view piece) {
    succeeded = succeeded && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
  });
  std::array<unsigned char, 48> digest{};
  succeeded = succeeded && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  if (!succeeded) throw std::runtime_error("OpenSSL cannot compute SHA-384");
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

// Flyway's is of all lines without their ends and without a byte order mark.
std::string LinesCrc32(const sql::SourceFile& file) {
  Crc32 crc;
  file.ForEachLine([&](size_t /*number*/, sql::Span line) { crc.Add(file.Text(line)); });
  return std::to_string(static_cast<int32_t>(crc.value()));
}

}  // namespace

std::string ForeignChecksum(ForeignTool tool, const sql::SourceFile& file) {
  switch (tool) {
    case ForeignTool::kSqlx:
      return Sha384(file);
    case ForeignTool::kFlyway:
      return LinesCrc32(file);
    case ForeignTool::kGolangMigrate:
    case ForeignTool::kGoose:
    case ForeignTool::kDbmate:
    case ForeignTool::kTern:
    case ForeignTool::kRefinery:
    case ForeignTool::kNodePgMigrate:
      return {};
  }
  return {};
}

}  // namespace lockstep::migrate
