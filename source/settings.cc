// SPDX-License-Identifier: Apache-2.0
#include "source/settings.h"

#include <fmt/format.h>

#include "source/text.h"

namespace lockstep::source {

std::vector<Setting> ReadSettings(Reader& reader, const sql::SourceFile& file) {
  std::vector<Setting> settings;
  for (size_t number = 1; number <= file.line_count(); ++number) {
    const std::string_view line = Trim(file.Text(file.Line(number)));
    if (line.starts_with('[')) break;
    if (line.empty() || line.starts_with('#')) continue;
    const size_t offset = static_cast<size_t>(line.data() - file.text().data());
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      reader.ErrorAt(file, offset, "is no setting: write KEY = VALUE");
      continue;
    }
    const std::string_view value = line.substr(equals + 1);
    settings.push_back({.key = Trim(line.substr(0, equals)),
                        .value = Trim(value.substr(0, value.find('#'))),
                        .offset = offset});
  }
  return settings;
}

std::optional<bool> ReadFlag(Reader& reader, const sql::SourceFile& file, const Setting& setting) {
  if (setting.value == "true") return true;
  if (setting.value == "false") return false;
  reader.ErrorAt(file, setting.offset, fmt::format("{} has to be true or false", setting.key));
  return std::nullopt;
}

}  // namespace lockstep::source
