#!/usr/bin/env python3
"""Scheme from Python, by nothing but the C interface: the library is opened at run time.

    from_python.py /usr/lib/libtiercel_rt.so '(+ 1 2)'
"""

import ctypes
import sys


class Result(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("code", ctypes.c_int), ("text", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def open_library(path):
    library = ctypes.CDLL(path)
    library.tc_isolate_create.restype = library.tc_environment_create.restype = ctypes.c_void_p
    library.tc_isolate_create.argtypes = library.tc_isolate_destroy.argtypes = library.tc_free.argtypes = [ctypes.c_void_p]
    library.tc_environment_create.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.tc_evaluate.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p]
    library.tc_evaluate.restype = Result
    return library


def main():
    library = open_library(sys.argv[1])
    isolate = library.tc_isolate_create(None)
    environment = library.tc_environment_create(isolate, 0)
    for text in sys.argv[2:]:
        data = text.encode()
        result = library.tc_evaluate(environment, data, len(data), b"argument")
        print(ctypes.string_at(result.text, result.length).decode() if result.text else f"status {result.status}")
        library.tc_free(result.text)
    library.tc_isolate_destroy(isolate)


if __name__ == "__main__":
    main()
