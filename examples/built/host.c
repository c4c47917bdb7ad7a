/* A C program that runs a compiled Scheme program inside itself.
 *
 *   tiercel build --shared examples/built/report.scm -o libreport.so
 *   cc examples/built/host.c -Iinclude ./libreport.so -o host
 *
 * or, with everything in one file and no library to find at run time:
 *
 *   tiercel build --object examples/built/report.scm -o report.o
 *   cc examples/built/host.c -Iinclude report.o -l:libtiercel_rt.a -lgmp -lstdc++ -lm -Wl,--gc-sections -no-pie -o host
 */
#include <stdio.h>
#include <tiercel/program.h>

int main(void) {
  char* words[] = {"report", "1.5", "2.5", "8", NULL};
  printf("C: three numbers for Scheme\n");
  fflush(stdout); /* the Scheme program has a port of its own on the same output */
  int status = tc_run_program(4, words);
  printf("C: Scheme says %d\n", status);
  return status;
}
