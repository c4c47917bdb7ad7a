// Several isolates in several threads, in C++: each thread has a Scheme of its own, and they share nothing.
//
//   c++ -std=c++17 workers.cpp $(pkg-config --cflags --libs tiercel) -pthread -o workers && ./workers 4
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <tiercel/tiercel.h>

namespace {

struct Destroy {
  void operator()(tc_isolate* isolate) const { tc_isolate_destroy(isolate); }
  void operator()(tc_environment* environment) const { tc_environment_destroy(environment); }
  void operator()(tc_handle* handle) const { tc_release(handle); }
};
template <class T>
using Owned = std::unique_ptr<T, Destroy>;

// The number of ways to put `n` queens on a board, by a procedure that is compiled once and called from C++.
std::string queens(int n) {
  Owned<tc_isolate> isolate(tc_isolate_create(nullptr));
  Owned<tc_environment> environment(tc_environment_create(isolate.get(), TC_FULL));
  const std::string program = R"(
    (define (queens size)
      (let place ((row 0) (taken '()))
        (if (= row size)
            1
            (let try ((column 0) (ways 0))
              (if (= column size)
                  ways
                  (try (+ column 1)
                       (let fits ((rest taken) (distance 1))
                         (cond ((null? rest) (+ ways (place (+ row 1) (cons column taken))))
                               ((memv (- (car rest) column) (list 0 distance (- distance))) ways)
                               (else (fits (cdr rest) (+ distance 1)))))))))))
    queens)";
  tc_value procedure{}, argument = tc_int(isolate.get(), n), answer{};
  tc_result result = tc_evaluate_value(environment.get(), program.data(), program.size(), "queens.scm", &procedure);
  if (result.status == TC_OK) {
    Owned<tc_handle> kept(tc_keep(isolate.get(), procedure));
    result = tc_call(isolate.get(), tc_kept(kept.get()), &argument, 1, &answer);
  }
  std::string text = result.text ? result.text : "";
  tc_free(result.text);
  int64_t ways;
  return result.status == TC_OK && tc_to_int(answer, &ways) ? std::to_string(ways) : text;
}

}  // namespace

int main(int argc, char** argv) {
  int count = argc > 1 ? std::atoi(argv[1]) : 4;
  std::vector<std::string> answers(static_cast<size_t>(count));
  std::vector<std::thread> threads;
  for (int i = 0; i < count; i++)
    threads.emplace_back([&answers, i] { answers[static_cast<size_t>(i)] = queens(i + 4); });
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < count; i++) std::cout << i + 4 << " queens: " << answers[static_cast<size_t>(i)] << '\n';
}
