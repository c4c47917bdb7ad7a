// Runs procedures of an object that `tiercel build --object --target=aarch64-linux-gnu` made, under an emulator
// (cross_test.py).  It stands in for the runtime, which exists on x86-64 only: a context, memory to allocate from, and no
// function that the procedures would call.  The names of their entries are given by the command line, as E_NAME.
#include <cstdio>
#include <cstring>

#include "object/context.h"

using namespace tiercel;

extern "C" {
Value fibonacci(Context*, Procedure*, int64_t, Value, Value, Value) asm(E_FIBONACCI);
Value is_even(Context*, Procedure*, int64_t, Value, Value, Value) asm(E_EVEN);
Value sum_to(Context*, Procedure*, int64_t, Value, Value, Value) asm(E_SUM);
Value halves(Context*, Procedure*, int64_t, Value, Value, Value) asm(E_HALVES);
Value list_down(Context*, Procedure*, int64_t, Value, Value, Value) asm(E_LIST);
Value add_list(Context*, Procedure*, int64_t, Value, Value, Value) asm(E_ADD);
Value six(Context*, Procedure*, int64_t, Value, Value, Value) asm(E_SIX);
}

static int failures = 0;

static void expect(const char* what, Value found, uint64_t wanted) {
  bool good = found.bits == wanted;
  std::printf("%s: %s\n", what, good ? "right" : "wrong");
  failures += good ? 0 : 1;
}

int main() {
  static Context context;
  static char memory[1 << 20] __attribute__((aligned(16)));
  static LibraryTables tables = {};
  context.libraries = &tables;
  context.pairs.next = reinterpret_cast<uintptr_t>(memory);
  context.pairs.limit = reinterpret_cast<uintptr_t>(memory) + sizeof memory;
  context.objects.next = context.objects.limit = context.pairs.limit;
  Value none = {};
  expect("recursion", fibonacci(&context, nullptr, 1, make_fixnum(24), none, none), make_fixnum(46368).bits);
  // A hundred million bytes of stack, if these were not jumps.
  expect("tail calls", is_even(&context, nullptr, 1, make_fixnum(3'000'001), none, none), v_false.bits);
  expect("loop", sum_to(&context, nullptr, 1, make_fixnum(100'000), none, none), make_fixnum(5'000'050'000).bits);
  double half = 0.5;
  uint64_t bits;
  std::memcpy(&bits, &half, sizeof bits);
  expect("floats", halves(&context, nullptr, 1, make_fixnum(10), none, none), bits << 4 | bits >> 60);
  Value list = list_down(&context, nullptr, 1, make_fixnum(1000), none, none);
  expect("pairs", add_list(&context, nullptr, 2, list, make_fixnum(0), none), make_fixnum(500'500).bits);
  for (int i = 0; i < 3; i++) context.args[i] = make_fixnum(10 * (i + 1));
  expect("six arguments", six(&context, nullptr, 6, make_fixnum(1), make_fixnum(2), make_fixnum(3)),
         make_fixnum(10 * 1 + 20 * 2 + 30 * 3).bits);
  return failures;
}
