// cc: gcc -O2 -fno-inline
// The twin of takfp.scm.
#include <stdio.h>

static double tak(double x, double y, double z) {
  if (!(y < x)) return z;
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

int main(void) {
  volatile double x = 18, y = 12, z = 6;
  double result = 0;
  for (int i = 0; i < 12000; i++) result = tak(x, y, z);
  printf("%.1f\n", result);
  return 0;
}
