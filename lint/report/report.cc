// SPDX-License-Identifier: Apache-2.0
#include "lint/report/report.h"

#include <array>

namespace lockstep::lint {

namespace {

constexpr std::array<ReportFormat, 3> kFormats = {{
    {"human", WriteHuman},
    {"compact", WriteCompact},
    {"json", WriteJson},
}};

}  // namespace

std::span<const ReportFormat> AllReportFormats() { return kFormats; }

}  // namespace lockstep::lint
