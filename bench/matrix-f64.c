// cc: clang-22 -O2
// The twin of matrix-f64.scm.
#include <stdio.h>

#define N 200

static double a[N * N], b[N * N], c[N * N];

static void product(const double* a, const double* b, double* c, long n) {
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) {
      double sum = 0;
      for (long k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
}

int main(void) {
  volatile long given = N;
  long n = given;
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) {
      a[i * n + j] = ((double)(i + j) + 1.0) / (double)n;
      b[i * n + j] = i == j ? 2.0 : 0.0;
    }
  for (int i = 0; i < 160; i++) {
    product(a, b, c, n);
    __asm__ volatile("" ::: "memory");
  }
  printf("%.1f\n", c[3 * n + 46]);
  return 0;
}
