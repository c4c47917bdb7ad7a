// cc: clang-22 -O2
// The twin of nbody-f64.scm.
#include <math.h>
#include <stdio.h>

#define SOLAR_MASS 39.47841760435743
#define DAYS 365.24

typedef struct {
  double x, y, z, vx, vy, vz, mass;
} Body;

static Body bodies[5] = {
    {0, 0, 0, 0, 0, 0, SOLAR_MASS},
    {4.8414314424647209, -1.16032004402742839, -.103622044471123109, .00166007664274403694 * DAYS,
     .00769901118419740425 * DAYS, -.0000690460016972063023 * DAYS, .000954791938424326609 * SOLAR_MASS},
    {8.34336671824457987, 4.12479856412430479, -.403523417114321381, -.0027674251072641138 * DAYS,
     .00499852801234917238 * DAYS, .0000230417297573763929 * DAYS, .000285885980666130812 * SOLAR_MASS},
    {12.894369562139131, -15.1111514016986312, -.223307578892655734, .00296460137564761618 * DAYS,
     .0023784717395948095 * DAYS, -.0000296589568540237556 * DAYS, .0000436624404335156298 * SOLAR_MASS},
    {15.3796971148509165, -25.9193146099879641, .179258772950371181, .00268067772490389322 * DAYS,
     .00162824170038242295 * DAYS, -.000095159225451971587 * DAYS, .0000515138902046611451 * SOLAR_MASS}};

static void attract(Body* a, Body* b, double dt) {
  double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
  double d2 = dx * dx + dy * dy + dz * dz;
  double magnitude = dt / (d2 * sqrt(d2));
  double ma = a->mass * magnitude, mb = b->mass * magnitude;
  a->vx -= dx * mb;
  a->vy -= dy * mb;
  a->vz -= dz * mb;
  b->vx += dx * ma;
  b->vy += dy * ma;
  b->vz += dz * ma;
}

static void advance(double dt) {
  for (int i = 0; i < 5; i++) {
    for (int j = i + 1; j < 5; j++) attract(&bodies[i], &bodies[j], dt);
    bodies[i].x += dt * bodies[i].vx;
    bodies[i].y += dt * bodies[i].vy;
    bodies[i].z += dt * bodies[i].vz;
  }
}

static double energy(void) {
  double e = 0;
  for (int i = 0; i < 5; i++) {
    Body* b = &bodies[i];
    e += .5 * b->mass * (b->vx * b->vx + b->vy * b->vy + b->vz * b->vz);
    for (int j = i + 1; j < 5; j++) {
      double dx = b->x - bodies[j].x, dy = b->y - bodies[j].y, dz = b->z - bodies[j].z;
      e -= b->mass * bodies[j].mass / sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

int main(void) {
  volatile int steps = 8000000;
  for (int i = 0; i < steps; i++) advance(.01);
  printf("%.0f\n", round(1e6 * energy()));
  return 0;
}
