// cc: gcc -O2 -fno-inline
// The twin of tak.scm.
#include <stdio.h>

static long tak(long x, long y, long z) {
  if (!(y < x)) return z;
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

int main(void) {
  volatile long x = 18, y = 12, z = 6;
  long result = 0;
  for (int i = 0; i < 12000; i++) result = tak(x, y, z);
  printf("%ld\n", result);
  return 0;
}
