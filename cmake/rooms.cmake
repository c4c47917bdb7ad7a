# One static library per folder of src/.  A room links against every room of a lower level; tools/tidy.py checks that its
# includes respect the same list, which stands once, in src/levels.txt.

file(STRINGS ${CMAKE_SOURCE_DIR}/src/levels.txt LEVEL_LINES REGEX "^[0-9]")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/levels.txt)
find_package(fmt REQUIRED)

# External libraries that a room uses.
set(ROOM_LIBRARIES_number gmp)
set(ROOM_LIBRARIES_source utf8proc)
set(ROOM_LIBRARIES_reader utf8proc)
set(ROOM_LIBRARIES_text utf8proc)
set(ROOM_LIBRARIES_repl utf8proc)
# Stack switching and handler chains are not instrumented: they move stacks under the sanitizer's feet.
set(ROOMS_UNINSTRUMENTED control interp)
# A handler that calls nothing needs no frame of its own: backtraces look at frames of calls only.
set(ROOM_OPTIONS_interp -momit-leaf-frame-pointer)

set(LOWER_ROOMS gen)
set(ROOM_TARGETS)
foreach(line IN LISTS LEVEL_LINES)
  string(REGEX REPLACE "^[0-9]+ +" "" names "${line}")
  string(REPLACE " " ";" names "${names}")
  set(this_level)
  foreach(room IN LISTS names)
    # The rooms that name LLVM are in a library of their own (native.cmake).
    if(room STREQUAL "cli" OR room STREQUAL "llvm" OR room STREQUAL "jit")
      continue()
    endif()
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${room}/*.cpp ${CMAKE_SOURCE_DIR}/src/${room}/*.S)
    # What mentions a built program is no part of this executable (cmake/runtime.cmake).
    list(FILTER sources EXCLUDE REGEX "/program/(main|embedded)\\.cpp$")
    if(NOT sources)
      add_library(${room} INTERFACE)
      target_link_libraries(${room} INTERFACE ${LOWER_ROOMS})
    else()
      add_library(${room} STATIC ${sources})
      target_compile_options(${room} PRIVATE ${TIERCEL_NO_EXCEPTIONS} ${ROOM_OPTIONS_${room}})
      target_link_libraries(${room} PUBLIC ${LOWER_ROOMS} ${ROOM_LIBRARIES_${room}})
      if(NOT TIERCEL_SANITIZER STREQUAL "none" AND room IN_LIST ROOMS_UNINSTRUMENTED)
        target_compile_options(${room} PRIVATE -fno-sanitize=all)
      else()
        use_precompiled_header(${room} precompiled)
      endif()
    endif()
    list(APPEND this_level ${room})
  endforeach()
  list(APPEND LOWER_ROOMS ${this_level})
endforeach()
set(ALL_ROOMS ${LOWER_ROOMS})
