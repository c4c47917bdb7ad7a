// `main` of built programs.  In a file of its own: a program in another language that links the library has its own.
#include <cstdlib>

#include "program/format.h"

// The one of the C++ library can write the names of exceptions, and has 50 KB for that in each static program.  There are
// no exceptions here.
namespace __gnu_cxx {
void __verbose_terminate_handler() { std::abort(); }
}  // namespace __gnu_cxx

int main(int argc, char** argv) { return tiercel::tiercel_program.start(&tiercel::tiercel_program, argc, argv); }
