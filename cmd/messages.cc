// SPDX-License-Identifier: Apache-2.0
#include "cmd/messages.h"

#include "sql/printable.h"

namespace lockstep::cmd {

std::string PrintableLines(std::string_view text) {
  std::string lines;
  for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines += sql::Printable(text.substr(0, end)) + '\n';
    text.remove_prefix(end + 1);
  }
  return lines + sql::Printable(text);
}

void WriteError(std::ostream& err, std::string_view text) {
  err << "lockstep: error: " << PrintableLines(text) << '\n';
}

void WriteWarning(std::ostream& err, std::string_view text) {
  err << "lockstep: warning: " << PrintableLines(text) << '\n';
}

void WriteProgress(std::ostream& err, std::string_view text) {
  err << PrintableLines(text) << '\n' << std::flush;
}

void WriteProblems(const source::Directory& directory, CommandContext& context) {
  std::ostream& err = context.runtime().err;
  for (const source::Problem& problem : directory.problems) {
    if (problem.severity == source::ProblemSeverity::kError) {
      WriteError(err, problem.message);
    } else if (context.global().verbose) {
      WriteWarning(err, problem.message);
    }
  }
}

}  // namespace lockstep::cmd
