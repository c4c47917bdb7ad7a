// cc: clang-22 -O2
// The twin of spectral-norm-f64.scm.
#include <math.h>
#include <stdio.h>

#define N 3000

static double u[N], v[N], w[N];

static double element(long i, long j) { return 1.0 / (double)((i + j) * (i + j + 1) / 2 + i + 1); }

static void times(long n, const double* v, double* result) {
  for (long i = 0; i < n; i++) {
    double sum = 0;
    for (long j = 0; j < n; j++) sum += element(i, j) * v[j];
    result[i] = sum;
  }
}

static void transposed_times(long n, const double* v, double* result) {
  for (long i = 0; i < n; i++) {
    double sum = 0;
    for (long j = 0; j < n; j++) sum += element(j, i) * v[j];
    result[i] = sum;
  }
}

static double dot(long n, const double* u, const double* v) {
  double sum = 0;
  for (long i = 0; i < n; i++) sum += u[i] * v[i];
  return sum;
}

int main(void) {
  volatile long given = N;
  long n = given;
  for (long i = 0; i < n; i++) u[i] = 1.0;
  for (int i = 0; i < 10; i++) {
    times(n, u, w);
    transposed_times(n, w, v);
    times(n, v, w);
    transposed_times(n, w, u);
  }
  printf("%.0f\n", round(1e9 * sqrt(dot(n, u, v) / dot(n, v, v))));
  return 0;
}
