// cc: clang-22 -O2
// The twin of mandelbrot.scm.
#include <stdio.h>

static long iterate(double cr, double ci, long limit) {
  double zr = 0, zi = 0;
  for (long n = 0;; n++) {
    double rr = zr * zr, ii = zi * zi;
    if (n == limit || rr + ii > 4.0) return n;
    double next = rr - ii + cr;
    zi = 2.0 * (zr * zi) + ci;
    zr = next;
  }
}

int main(void) {
  volatile long given = 1000;
  long size = given, limit = given, total = 0;
  double step = 3.0 / (double)size;
  for (long y = 0; y < size; y++)
    for (long x = 0; x < size; x++)
      if (iterate(-2.0 + (double)x * step, -1.5 + (double)y * step, limit) == limit) total++;
  printf("%ld\n", total);
  return 0;
}
