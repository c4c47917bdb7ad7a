// The door to a built program for a program in another language.  Beside main.cpp, and like it in the archive only.
#include "program/format.h"
#include "tiercel/program.h"

int tc_run_program(int argc, char** argv) {
  return tiercel::tiercel_program.start(&tiercel::tiercel_program, argc, argv);
}
