// SPDX-License-Identifier: Apache-2.0
#include "cmd/progress_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace lockstep::cmd {

namespace {

constexpr int64_t kWidth = 24;
constexpr std::string_view kEraseLine = "\r\x1b[K";

std::string Bar(int64_t done, int64_t total) {
  const int64_t filled = std::clamp<int64_t>(done * kWidth / total, 0, kWidth);
  return "[" + std::string(static_cast<size_t>(filled), '#') +
         std::string(static_cast<size_t>(kWidth - filled), '.') + "]";
}

}  // namespace

void ProgressBar::Draw(const migrate::BuildProgress& progress) {
  if (!is_terminal_) return;
  std::string line(kEraseLine);
  if (progress.total > 0) {
    line += fmt::format("{} {:>3} % ", Bar(progress.done, progress.total),
                        std::min<int64_t>(progress.done * 100 / progress.total, 100));
  }
  line += progress.phase;
  if (progress.waits_for_pid != 0) line += fmt::format(" (pid {})", progress.waits_for_pid);
  *err_ << line << std::flush;
  is_drawn_ = true;
}

void ProgressBar::Clear() {
  if (!is_drawn_) return;
  *err_ << kEraseLine;
  is_drawn_ = false;
}

}  // namespace lockstep::cmd
