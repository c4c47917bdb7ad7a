# `cmake --install`, and packages made of the same rules by `cpack`.
#
# Everything finds everything else from where it lies itself, so the whole may be moved: the executable looks for
# libtiercel_native.so in ../lib/tiercel, the pkg-config file counts from its own folder.

set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # tests need not be built for a package: ./dev package names what it needs

install(TARGETS tiercel RUNTIME)
if(TIERCEL_NATIVE)
  install(TARGETS tiercel_native LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/tiercel)
endif()
if(TIERCEL_IMAGE)
  install(TARGETS tiercel_rt_shared LIBRARY)
  install(FILES ${RUNTIME_ARCHIVE} DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()
install(DIRECTORY include/tiercel DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
configure_file(cmake/tiercel.pc.in ${CMAKE_BINARY_DIR}/tiercel.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/tiercel.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
add_custom_command(
  OUTPUT ${CMAKE_BINARY_DIR}/tiercel.1
  COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/generate_manual_page.py $<TARGET_FILE:tiercel> ${CMAKE_BINARY_DIR}/tiercel.1
  DEPENDS tiercel ${CMAKE_SOURCE_DIR}/tools/generate_manual_page.py
  COMMENT "manual page")
add_custom_target(manual_page ALL DEPENDS ${CMAKE_BINARY_DIR}/tiercel.1)
install(FILES ${CMAKE_BINARY_DIR}/tiercel.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES README.md docs/embedding.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/reference examples DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tiercel)
set(CPACK_PACKAGE_VENDOR Tiercel)
set(CPACK_PACKAGE_CONTACT "The Tiercel project <tiercel@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Scheme that starts at once and runs as machine code")
set(CPACK_PACKAGE_DESCRIPTION "R7RS Scheme: an interpreter, a compiler that works while the program runs, and both as a library for C and C++.")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION interpreters)
# What a program needs that links libtiercel_rt.a, as `tiercel build` does.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gcc | clang, libgmp-dev, libstdc++-12-dev")
find_program(TIERCEL_SHLIBDEPS dpkg-shlibdeps)
if(TIERCEL_SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
else()
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6, libgcc-s1, libgmp10, libstdc++6, libutf8proc2, libzstd1, zlib1g")
endif()
include(CPack)
