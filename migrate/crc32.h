// SPDX-License-Identifier: Apache-2.0
// The CRC of IEEE 802.3, which golang-migrate's lock and Flyway's checksums are made of.
#pragma once

#include <cstdint>
#include <string_view>

namespace lockstep::migrate {

class Crc32 {
 public:
  // Bit by bit: what it is asked for is short.
  void Add(std::string_view bytes) {
    for (const char byte : bytes) {
      rest_ ^= static_cast<unsigned char>(byte);
      for (int bit = 0; bit < 8; ++bit) rest_ = (rest_ >> 1U) ^ ((rest_ & 1U) != 0 ? kPolynomial : 0U);
    }
  }
  uint32_t value() const { return ~rest_; }

 private:
  static constexpr uint32_t kPolynomial = 0xEDB88320U;
  uint32_t rest_ = 0xFFFFFFFFU;
};

}  // namespace lockstep::migrate
