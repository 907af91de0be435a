// SPDX-License-Identifier: Apache-2.0
// Works with the bash 3.2 of macOS too, and without the bash-completion package.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cmd/completion.h"

namespace lockstep::cmd {

namespace {

constexpr std::string_view kHead =
    R"sh(# bash completion for lockstep, made by `lockstep generate-completion bash`
# shellcheck disable=SC2207  # bash 3.2 has no mapfile

_lockstep_words() {
    COMPREPLY=($(compgen -W "$1" -- "$2"))
}

_lockstep_files() { # -f: files, -d: directories
    local IFS=$'\n'
    COMPREPLY=($(compgen "$1" -- "$2"))
    compopt -o filenames 2>/dev/null
}

_lockstep() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command='' i
    if [[ $cur == '=' ]]; then
        cur=''
    elif [[ $prev == '=' ]]; then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
)sh";

std::string Words(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

std::vector<std::string> OptionNames(const CommandInfo& command) {
  std::vector<std::string> names;
  for (const OptionInfo& option : command.options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

// What to do for a value; completes nothing where it can be anything.
std::string CompleteValue(const OptionInfo& option) {
  if (!option.choices.empty()) return fmt::format("_lockstep_words '{}' \"$cur\"", Words(option.choices));
  if (option.TakesFile()) return "_lockstep_files -f \"$cur\"";
  if (option.TakesDirectory()) return "_lockstep_files -d \"$cur\"";
  return ":";
}

// Behind which words a value follows, that is no command.
std::string FindCommand(const CommandInfo& program) {
  std::vector<std::string> with_value;
  for (const OptionInfo& option : program.options) {
    if (!option.value.empty()) with_value.insert(with_value.end(), option.names.begin(), option.names.end());
  }
  std::vector<std::string> commands;
  for (const CommandInfo& command : program.commands) commands.push_back(command.name);
  return fmt::format(R"sh(    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${{COMP_WORDS[i]}} in
            {}) ((i++)) ;;
            {})
                command=${{COMP_WORDS[i]}}
                break
                ;;
        esac
    done
)sh",
                     fmt::join(with_value, " | "), fmt::join(commands, " | "));
}

std::string ValueCases(const CommandInfo& command, std::string_view pattern) {
  std::string cases;
  for (const OptionInfo& option : command.options) {
    if (option.value.empty()) continue;
    std::string patterns;
    for (const std::string& name : option.names)
      patterns += fmt::format("{}{}:{}", patterns.empty() ? "" : " | ", pattern, name);
    cases += fmt::format("        {}) {}; return ;;\n", patterns, CompleteValue(option));
  }
  return cases;
}

std::string WordCases(const CommandInfo& program) {
  std::vector<std::string> commands;
  for (const CommandInfo& command : program.commands) commands.push_back(command.name);
  const std::string shared = Words(OptionNames(program));
  std::string cases = fmt::format("        :-*) _lockstep_words '{}' \"$cur\" ;;\n", shared);
  cases += fmt::format("        :*) _lockstep_words '{}' \"$cur\" ;;\n", Words(commands));
  for (const CommandInfo& command : program.commands) {
    cases += fmt::format("        {}:-*) _lockstep_words '{} {}' \"$cur\" ;;\n", command.name,
                         Words(OptionNames(command)), shared);
    if (command.arguments.empty()) continue;
    cases += fmt::format("        {}:*) {} ;;\n", command.name, CompleteValue(command.arguments.front()));
  }
  return cases;
}

}  // namespace

std::string BashCompletion(const CommandInfo& program) {
  std::string script(kHead);
  script += FindCommand(program);
  script += "    case $command:$prev in\n" + ValueCases(program, "*");
  for (const CommandInfo& command : program.commands) script += ValueCases(command, command.name);
  script += "    esac\n    case $command:$cur in\n" + WordCases(program);
  return script + "    esac\n}\n\ncomplete -F _lockstep lockstep\n";
}

}  // namespace lockstep::cmd
