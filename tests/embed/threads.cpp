// Isolates in threads: several at once with native code, one that moves between threads, one that is interrupted from
// outside, one that two threads want.  embedding_test.py runs it under ThreadSanitizer too.
// proves: E9
#include <atomic>
#include <string>
#include <thread>
#include <time.h>
#include <vector>

#include "check.h"

namespace {

const char fibonacci[] = "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 22)";

void work(tc_native_mode mode, std::atomic<int>* right) {
  for (int round = 0; round < 3; round++) {
    tc_options options = TC_OPTIONS_DEFAULT;
    options.native_mode = mode;
    tc_isolate* isolate = tc_isolate_create(&options);
    tc_environment* environment = tc_environment_create(isolate, TC_FULL);
    tc_result result = tc_evaluate(environment, fibonacci, TC_ZERO_TERMINATED, "fibonacci");
    if (result.text && strcmp(result.text, "17711") == 0) (*right)++;
    tc_free(result.text);
    result = tc_evaluate(environment, "(length (map (lambda (x) (make-vector 10 x)) (make-list 20000 1)))",
                         TC_ZERO_TERMINATED, "lists");
    if (result.text && strcmp(result.text, "20000") == 0) (*right)++;
    tc_free(result.text);
    tc_environment_destroy(environment);
    tc_isolate_destroy(isolate);
  }
}

void check_many() {
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; i++) threads.emplace_back(work, i % 2 ? TC_NATIVE_AUTOMATIC : TC_NATIVE_ON, &right);
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 36);
}

void check_moving() {
  tc_isolate* isolate = tc_isolate_create(nullptr);
  tc_environment* environment = tc_environment_create(isolate, TC_FULL);
  expect(environment, "(begin (import (tiercel memory)) (define kept (list 1 2 3)) 1)", "1");
  for (int i = 0; i < 8; i++) {
    std::thread other([&] {
      tc_value list = tc_cons(isolate, tc_int(isolate, i), tc_empty());
      expect(environment, "(begin (collect-garbage 'young) (collect-garbage) (make-vector 1000 kept) kept)", "(1 2 3)");
      CHECK(writes_as(list, ("(" + std::to_string(i) + ")").c_str()));
      CHECK(tc_current_isolate() == nullptr);
    });
    other.join();
    expect(environment, "(begin (collect-garbage) kept)", "(1 2 3)");
  }
  tc_environment_destroy(environment);
  tc_isolate_destroy(isolate);
}

double processor_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// An isolate that moves to a fresh thread is as old as before: what it does often becomes machine code there, too.
void check_age() {
  double begin_s = processor_s();
  while (processor_s() < begin_s + 1.5) continue;
  tc_isolate* isolate = tc_isolate_create(nullptr);
  tc_environment* environment = tc_environment_create(isolate, TC_FULL);
  std::thread other([&] {
    expect(environment, fibonacci, "17711");
    std::string tier, best;
    const char promoted[] =
        "(begin (import (tiercel introspect)) (define (square x) (* x x)) (promote! square) (current-tier square))";
    tc_result result = tc_evaluate(environment, promoted, TC_ZERO_TERMINATED, "best");
    if (result.text) best = result.text;  // "1" where there is no native compiler
    tc_free(result.text);
    while (tier != best && processor_s() < 1.2) {
      result = tc_evaluate(environment, "(begin (fib 22) (current-tier fib))", TC_ZERO_TERMINATED, "tier");
      tier = result.text ? result.text : "";
      tc_free(result.text);
    }
    CHECK(!best.empty() && tier == best);
  });
  other.join();
  tc_environment_destroy(environment);
  tc_isolate_destroy(isolate);
}

std::atomic<bool> inside{false};

tc_value tell(tc_frame*, const tc_value*, size_t) {
  inside = true;
  return tc_nil();
}

void check_interrupt_and_busy() {
  tc_isolate* isolate = tc_isolate_create(nullptr);
  tc_environment* environment = tc_environment_create(isolate, TC_FULL);
  CHECK(tc_define_function(environment, "tell", tell, nullptr, 0, 0) == TC_OK);
  for (int i = 0; i < 3; i++) {
    inside = false;
    tc_status ended = TC_OK;
    std::thread runner([&] {
      tc_result result = tc_evaluate(environment, "(begin (tell) (let loop () (loop)))", TC_ZERO_TERMINATED, "loop");
      ended = result.status;
      tc_free(result.text);
    });
    while (!inside) std::this_thread::yield();
    tc_result second = tc_evaluate(environment, "1", TC_ZERO_TERMINATED, "second");
    CHECK(second.status == TC_BUSY && !second.text);
    tc_isolate_destroy(isolate);  // does nothing
    tc_interrupt(isolate);
    runner.join();
    CHECK(ended == TC_INTERRUPTED);
    expect(environment, "(+ 1 2)", "3");
  }
  tc_environment_destroy(environment);
  tc_isolate_destroy(isolate);
}

}  // namespace

int main() {
  check_many();
  check_moving();
  check_age();
  check_interrupt_and_busy();
  return finish();
}
