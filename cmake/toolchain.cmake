# Compiler, flags and compiler cache.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)

if(NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
  message(FATAL_ERROR "Tiercel builds on x86-64 Linux; this is ${CMAKE_SYSTEM_NAME}")
endif()
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "Tiercel needs clang++ 19 or later (musttail, preserve_none); found ${CMAKE_CXX_COMPILER}")
endif()

# The optimised build keeps line tables; the checked ones keep assertions.
if(TIERCEL_SANITIZER STREQUAL "none")
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
else()
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1 -D_GLIBCXX_ASSERTIONS")
endif()
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g -D_GLIBCXX_ASSERTIONS")

# Loop strength reduction is off because it may keep only a pointer outside an object alive across a call, which a
# conservative scan of the stack does not see (DESIGN notes in docs/rooms/heap.md).
#
# All code is position-independent, so that one set of object files serves the executables, libtiercel_rt.so and programs
# that link libtiercel_rt.a as their compiler sees fit; the linker turns what that costs back where it can.
add_compile_options(-Wall -Wextra -Wno-missing-field-initializers -fno-omit-frame-pointer -fPIC
                    -fvisibility=hidden -fvisibility-inlines-hidden -ftls-model=initial-exec
                    -ffile-prefix-map=${CMAKE_SOURCE_DIR}=. "SHELL:-mllvm -disable-lsr")
add_link_options(-fuse-ld=lld $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie> -Wl,-z,relro -Wl,-z,now -Wl,--gc-sections)
add_compile_options(-ffunction-sections -fdata-sections)

if(TIERCEL_SANITIZER STREQUAL "address")
  # A fake stack would hide the real one from the collector.
  add_compile_options(-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize=alignment -fno-sanitize-recover=undefined
                      -fsanitize-address-use-after-return=never)
  # Rooms that are not instrumented mark memory, too (src/heap/poison.h): the compiler's own macro would not tell them.
  add_compile_definitions(TIERCEL_ADDRESS_SANITIZER)
  add_link_options(-fsanitize=address,undefined)
elseif(TIERCEL_SANITIZER STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
endif()

# The compiler cache is shared by all worktrees: paths are relative to the source folder, and the precompiled header is
# known by a checksum that does not depend on where it lies.
find_program(TIERCEL_CCACHE ccache)
if(TIERCEL_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER /usr/bin/env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_PCH_EXTSUM=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${TIERCEL_CCACHE})
endif()

# precompiled_header(NAME HEADERS... OPTIONS options...): a target that compiles the headers once.
set(TIERCEL_NO_EXCEPTIONS -fno-exceptions -fno-rtti)
function(precompiled_header name)
  cmake_parse_arguments(PARSE_ARGV 1 given "" "" "HEADERS;OPTIONS")
  file(WRITE ${CMAKE_BINARY_DIR}/empty.cpp "")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/empty.cpp)
  target_compile_options(${name} PRIVATE ${TIERCEL_NO_EXCEPTIONS} ${given_OPTIONS} "SHELL:-Xclang -fno-pch-timestamp")
  target_precompile_headers(${name} PRIVATE ${given_HEADERS})
  set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
  string(SHA256 sum "${given_HEADERS} ${given_OPTIONS} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_BUILD_TYPE} ${TIERCEL_SANITIZER}")
  file(WRITE ${CMAKE_BINARY_DIR}/CMakeFiles/${name}.dir/cmake_pch.hxx.pch.sum "${sum}\n")
endfunction()

# use_precompiled_header(TARGET NAME): as target_precompile_headers(REUSE_FROM), which names the header by its absolute path in
# a form that the compiler cache does not see through, so that no worktree would find what another has compiled.
function(use_precompiled_header target name)
  set(header CMakeFiles/${name}.dir/cmake_pch.hxx.pch)
  target_compile_options(${target} PRIVATE "SHELL:-include-pch ${header}")
  get_target_property(sources ${target} SOURCES)
  set_property(SOURCE ${sources} APPEND PROPERTY OBJECT_DEPENDS ${CMAKE_BINARY_DIR}/${header})
endfunction()

# The one of every room but those that name LLVM.
set(TIERCEL_PRECOMPILED <bit> <cstddef> <cstdint> <cstdlib> <cstring> <initializer_list> <memory> <new> <span> <string>
    <string_view> <type_traits> <unordered_map> <utility> <vector>)
precompiled_header(precompiled HEADERS ${TIERCEL_PRECOMPILED})
