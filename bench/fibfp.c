// cc: gcc -O2 -fno-inline
// The twin of fibfp.scm.  Inlining is off because the compiler would unroll the recursion.
#include <stdio.h>

static double fibfp(double n) { return n < 2 ? n : fibfp(n - 1) + fibfp(n - 2); }

int main(void) {
  volatile double n = 43;
  printf("%.1f\n", fibfp(n));
  return 0;
}
