// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lockstep::lint {

// For text and attributes of XML 1.0; what it cannot hold, such as control characters and bytes that are no
// UTF-8, becomes U+FFFD.
std::string XmlText(std::string_view text);

}  // namespace lockstep::lint
