// A file of its own, because every changed declaration compiles it anew.
#include "gen/agreement.h"

extern "C" __attribute__((visibility("default"))) const char* tiercel_native_agreement() { return tiercel::agreement; }
