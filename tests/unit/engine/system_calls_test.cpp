// Once the native library is loaded, evaluating opens, reads and writes no file.  The kernel watches: a filter for
// system calls, set when everything has been loaded, ends the process at the first call that touches a file.
// proves: O14
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "engine/engine.h"
#include "tier/library.h"

namespace tiercel {
namespace {

constexpr int no_filter = 77, wrong_answer = 78;  // exit codes of the child

constexpr long calls_on_files[] = {
    SYS_openat,  SYS_read,  SYS_pread64, SYS_readv, SYS_preadv, SYS_write, SYS_pwrite64, SYS_writev, SYS_pwritev,
#ifdef SYS_open
    SYS_open,    SYS_creat,
#endif
#ifdef SYS_openat2
    SYS_openat2,
#endif
};

// For all threads of this process, the compile thread included.
bool forbid_files() {
  std::vector<sock_filter> program = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  for (long call : calls_on_files) {
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(call), 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  }
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}

bool evaluates_to(Engine& engine, const std::string& text, const std::string& expected) {
  Outcome outcome = engine.evaluate(engine.interaction(), text, "test");
  return outcome.status == Status::ok && engine.print(outcome.value) == expected;
}

// How a child ends that evaluates `text` with files forbidden, after a first evaluation that may use them.
int status_of_child(int64_t threshold, const std::string& text, const std::string& expected) {
  pid_t child = fork();
  if (child == 0) {
    EngineOptions options;
    options.jit_threshold = threshold;
    options.jit_wait = true;
    std::unique_ptr<Engine> engine = Engine::create(options);
    bool ready = engine && evaluates_to(*engine, "(define (warm x) (* x 2)) (warm 1) (warm 2) (warm 3)", "6");
    if (!ready) _exit(wrong_answer);
    if (!forbid_files()) _exit(no_filter);
    for (int i = 0; i < 5; i++)
      if (!evaluates_to(*engine, text, expected)) _exit(wrong_answer);
    _exit(0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

TEST(SystemCalls, O14EvaluationTouchesNoFile) {
  if (!has_native_library()) GTEST_SKIP() << "there is no native library";
  const std::string text =
      "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))"
      "(define (words s) (map string-upcase (string-split s \" \")))"
      "(list (fib 10) (words \"a b\") (guard (e (#t 'caught)) (car 1)) (vector-map (lambda (x) (/ x 3)) #(1 2)))";
  for (int64_t threshold : {0, 1}) {
    int status = status_of_child(threshold, text, "(55 (\"A\" \"B\") caught #(1/3 2/3))");
    if (WIFEXITED(status) && WEXITSTATUS(status) == no_filter) GTEST_SKIP() << "the kernel lets nobody filter";
    EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
}

TEST(SystemCalls, TheFilterBites) {
  int status = status_of_child(0, "(string-length (slurp \"/proc/self/stat\"))", "");
  if (WIFEXITED(status) && WEXITSTATUS(status) == no_filter) GTEST_SKIP() << "the kernel lets nobody filter";
  EXPECT_TRUE(WIFSIGNALED(status));
}

}  // namespace
}  // namespace tiercel
