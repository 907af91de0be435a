// SPDX-License-Identifier: Apache-2.0
// `up [OPTIONS] -- CMD ARGS…`: the program that takes this one's place when the migrations are done.
#pragma once

#include <string>
#include <vector>

#include "cmd/command.h"

namespace CLI {
class App;
}

namespace lockstep::cmd {

// Takes what stands behind the first "--" off the arguments, if they are of `up`: of other commands those
// words are arguments. Throws UsageError when nothing stands there.
std::vector<std::string> TakeProgram(const CLI::App& app, std::vector<std::string>& arguments);

// Whether a run that ended so is followed by the program; never when it was stopped by a signal.
bool StartsAfter(const ProgramToStart& program, ExitCode code);

// Gives this process to the program, looked up in PATH: process id, environment and open streams stay.
// Returns when it cannot be started, after saying why.
ExitCode StartProgram(const std::vector<std::string>& command, Runtime& runtime);

}  // namespace lockstep::cmd
