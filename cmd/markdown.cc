// SPDX-License-Identifier: Apache-2.0
#include "cmd/markdown.h"

#include <algorithm>

namespace lockstep::cmd {

namespace {

constexpr std::string_view kFence = "```";
constexpr std::string_view kIndent = "  ";
constexpr std::string_view kFenceIndent = "      ";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kCyan = "\x1b[36m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kReset = "\x1b[0m";

// The text of "# …", "## …"; nothing where the line is no heading.
std::string_view HeadingText(std::string_view line) {
  const size_t hashes = std::min(line.find_first_not_of('#'), line.size());
  return hashes > 0 && line.substr(hashes).starts_with(' ') ? line.substr(hashes + 1) : std::string_view();
}

// The value of `file=` in a fence's info string.
std::string_view FileOf(std::string_view info) {
  constexpr std::string_view kKey = " file=";
  const size_t key = info.find(kKey);
  if (key == std::string_view::npos) return {};
  const std::string_view value = info.substr(key + kKey.size());
  return value.substr(0, value.find(' '));
}

class Renderer {
 public:
  explicit Renderer(bool color) : color_(color) {}

  void Line(std::string_view line) {
    if (line.starts_with(kFence)) return Fence(line.substr(kFence.size()));
    if (in_fence_) return Fenced(line);
    if (line.empty()) return Blank();
    const std::string_view heading = HeadingText(line);
    heading.empty() ? Prose(line) : Paint(kBold, heading);
    out_ += '\n';
  }

  std::string Take() { return std::move(out_); }

 private:
  void Fence(std::string_view info) {
    in_fence_ = !in_fence_;
    const std::string_view file = in_fence_ ? FileOf(info) : std::string_view();
    if (file.empty()) return;
    out_ += kFenceIndent;
    Paint(kDim, "-- " + std::string(file));
    out_ += '\n';
  }

  void Fenced(std::string_view line) {
    if (!line.empty()) {
      out_ += kFenceIndent;
      Paint(kCyan, line);
    }
    out_ += '\n';
  }

  void Blank() {
    in_code_ = false;  // a paragraph's end closes what it left open
    out_ += '\n';
  }

  // `code` may go on in the next line.
  void Prose(std::string_view line) {
    out_ += kIndent;
    if (in_code_) Start(kCyan);
    for (const char letter : line) {
      if (letter != '`') {
        out_ += letter;
      } else if (in_code_) {
        out_ += letter;
        Stop();
        in_code_ = false;
      } else {
        Start(kCyan);
        out_ += letter;
        in_code_ = true;
      }
    }
    if (in_code_) Stop();
  }

  void Paint(std::string_view style, std::string_view text) {
    Start(style);
    out_ += text;
    Stop();
  }

  void Start(std::string_view style) {
    if (color_) out_ += style;
  }

  void Stop() {
    if (color_) out_ += kReset;
  }

  const bool color_;
  std::string out_;
  bool in_fence_ = false;
  bool in_code_ = false;
};

}  // namespace

std::string RenderMarkdown(std::string_view text, bool color) {
  Renderer renderer(color);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    renderer.Line(text.substr(0, end));
    text.remove_prefix(std::min(end == std::string_view::npos ? end : end + 1, text.size()));
  }
  return renderer.Take();
}

}  // namespace lockstep::cmd
