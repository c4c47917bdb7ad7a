#include "embed/current.h"

#include <utility>

namespace tiercel {
namespace {
thread_local void* current = nullptr;
}

void* current_isolate() { return current; }
void* exchange_current_isolate(void* isolate) { return std::exchange(current, isolate); }

}  // namespace tiercel
