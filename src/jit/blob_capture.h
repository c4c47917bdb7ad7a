// Takes a copy of what the linker has just put in place, in a form that can be put in place again without it.
#pragma once

#include <llvm/ExecutionEngine/JITLink/JITLink.h>

#include "native/blob.h"

namespace tiercel::native {

// Addresses of the two parts of a linked object, by which places in the blob count.
struct BlobPlaces {
  uint64_t code = 0, data = 0;
};

// After all fixups.  `blob->complete` stays false if something refers to what a blob cannot say.
BlobPlaces capture_blob(llvm::jitlink::LinkGraph& graph, Blob* blob);

}  // namespace tiercel::native
