// SPDX-License-Identifier: Apache-2.0
#include "cmd/password_command.h"

#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <thread>

#include "pg/error.h"
#include "sql/error.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string ErrorOf(const std::string& command) {
  try {
    RunPasswordCommand(command, "/", nullptr);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(PasswordCommand, PrintsThePasswordWithoutItsLineEnd) {
  EXPECT_EQ(RunPasswordCommand("printf 's3cret'", "/", nullptr), "s3cret");
  EXPECT_EQ(RunPasswordCommand("echo ' a b '; echo progress >/dev/null", "/", nullptr), " a b ");
  EXPECT_EQ(RunPasswordCommand("printf 'ä\\r\\n'", "/", nullptr), "ä");
}

TEST(PasswordCommand, RunsInTheFolderOfTheConfigurationWithoutInput) {
  const sql::TemporaryDirectory directory;
  directory.Write("token", "t0ken\n");
  EXPECT_EQ(RunPasswordCommand("cat ./token -", directory.path(), nullptr), "t0ken");
}

TEST(PasswordCommand, MustSucceedAndPrintOneLine) {
  EXPECT_THAT(ErrorOf("echo s3cret; exit 3"), AllOf(HasSubstr("exit code 3"), Not(HasSubstr("s3cret"))));
  EXPECT_THAT(ErrorOf("kill -9 $$"), HasSubstr("signal 9"));
  EXPECT_THAT(ErrorOf("no-such-program-at-all 2>/dev/null"), HasSubstr("exit code 127"));
  EXPECT_THAT(ErrorOf("true"), HasSubstr("printed nothing"));
  EXPECT_THAT(ErrorOf("echo"), HasSubstr("printed nothing"));
  EXPECT_THAT(ErrorOf("echo s3cret; echo s3cret"),
              AllOf(HasSubstr("more than one line"), Not(HasSubstr("s3cret"))));
  EXPECT_THAT(ErrorOf("printf 'a\\000b'"), HasSubstr("more than one line"));
  EXPECT_THAT(ErrorOf("cat /dev/zero"), HasSubstr("more than 65536 bytes"));
}

TEST(PasswordCommand, MayDieOfABrokenPipeWhereWeDoNot) {
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  EXPECT_THAT(ErrorOf("kill -PIPE $$; echo s3cret"), HasSubstr("signal 13"));
  ::signal(SIGPIPE, before);
}

TEST(PasswordCommand, IsStoppedByAnInterrupt) {
  pg::Interrupt interrupt;
  std::thread raiser([&interrupt] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    interrupt.Raise();
  });
  EXPECT_THROW(RunPasswordCommand("exec sleep 600", "/", &interrupt), pg::DatabaseError);
  raiser.join();
}

}  // namespace
}  // namespace lockstep::cmd
