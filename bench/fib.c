// cc: gcc -O2 -fno-inline
// The twin of fib.scm.  Inlining is off because the compiler would unroll the recursion.
#include <stdio.h>

static long fib(long n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int main(void) {
  volatile long n = 42;
  printf("%ld\n", fib(n));
  return 0;
}
