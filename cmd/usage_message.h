// SPDX-License-Identifier: Apache-2.0
// What is said of a command line that cannot be parsed.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace lockstep::cmd {

// `app` is the one that has thrown `error`. Names the nearest known command or option where one is unknown,
// and says in a second line where help is to be had.
std::string UsageMessage(const CLI::App& app, const CLI::ParseError& error);

}  // namespace lockstep::cmd
