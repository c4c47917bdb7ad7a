# libtiercel_native.so: the native tier's compiler with LLVM inside.  The executable opens it at the first promotion; it
# never links LLVM itself.

option(TIERCEL_NATIVE "Build the native tier (needs the LLVM development files)" ON)
option(TIERCEL_NATIVE_LIBRARIES "Compile the Scheme libraries to native code at build time" ON)
# Machine code is kept across runs by what has such libraries (engine/cached_code.cpp), and ThreadSanitizer watches that.
if(NOT TIERCEL_NATIVE OR TIERCEL_SANITIZER STREQUAL "address")
  set(TIERCEL_NATIVE_LIBRARIES OFF)
endif()
if(TIERCEL_NATIVE)
  string(REGEX MATCH "^[0-9]+" LLVM_MAJOR ${CMAKE_CXX_COMPILER_VERSION})
  find_program(LLVM_CONFIG llvm-config-${LLVM_MAJOR} REQUIRED)
  execute_process(COMMAND ${LLVM_CONFIG} --includedir OUTPUT_VARIABLE LLVM_INCLUDE OUTPUT_STRIP_TRAILING_WHITESPACE)
  execute_process(COMMAND ${LLVM_CONFIG} --libdir OUTPUT_VARIABLE LLVM_LIBRARIES OUTPUT_STRIP_TRAILING_WHITESPACE)
  execute_process(
    COMMAND ${LLVM_CONFIG} --link-static --libs orcjit native aarch64 passes debuginfodwarf objcopy
    OUTPUT_VARIABLE LLVM_LIBS OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REPLACE " " ";" LLVM_LIBS "${LLVM_LIBS}")
  list(FILTER LLVM_LIBS EXCLUDE REGEX "Polly")
  file(GLOB NATIVE_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/llvm/*.cpp ${CMAKE_SOURCE_DIR}/src/jit/*.cpp)
  set(NATIVE_OPTIONS -fPIC -fvisibility=hidden)
  precompiled_header(precompiled_native OPTIONS ${NATIVE_OPTIONS}
    HEADERS ${TIERCEL_PRECOMPILED} <llvm/IR/DIBuilder.h> <llvm/IR/IRBuilder.h> <llvm/IR/Intrinsics.h> <llvm/IR/Module.h>)
  target_include_directories(precompiled_native SYSTEM PRIVATE ${LLVM_INCLUDE})
  add_library(tiercel_native SHARED ${NATIVE_SOURCES} ${CMAKE_SOURCE_DIR}/src/bytecode/liveness.cpp ${GEN}/opcodes.cpp
    ${GEN}/primitives.cpp)
  add_dependencies(tiercel_native tables agreement)
  target_include_directories(tiercel_native PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR})
  target_include_directories(tiercel_native SYSTEM PRIVATE ${LLVM_INCLUDE})
  target_compile_options(tiercel_native PRIVATE ${TIERCEL_NO_EXCEPTIONS} ${NATIVE_OPTIONS})
  use_precompiled_header(tiercel_native precompiled_native)
  target_link_directories(tiercel_native PRIVATE ${LLVM_LIBRARIES})
  target_link_libraries(tiercel_native PRIVATE ${LLVM_LIBS} z zstd)
  target_link_options(tiercel_native PRIVATE -Wl,--as-needed -Wl,-Bsymbolic -Wl,--exclude-libs,ALL)
  if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo" AND TIERCEL_SANITIZER STREQUAL "none")
    target_link_options(tiercel_native PRIVATE -Wl,--strip-all)  # 31 MB instead of 52
  endif()
  set_target_properties(tiercel_native PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endif()
