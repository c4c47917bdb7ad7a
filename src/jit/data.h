// Data pieces as constants of a module: runs of bytes with the addresses of symbols between them.
#pragma once

#include <vector>

#include <llvm/IR/Module.h>

#include "native/request.h"

namespace tiercel::native {

void emit_data(llvm::Module& module, const std::vector<DataPiece>& pieces);

}  // namespace tiercel::native
