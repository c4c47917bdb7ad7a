"""A command whose output goes to a terminal."""
import contextlib
import os
import pty
import subprocess


def run(command, streams, **options):
    """Its exit code and what the terminal got; `streams` of "stdout" and "stderr" are the terminal, `options` those of Popen."""
    reading, writing = pty.openpty()
    process = subprocess.Popen([str(word) for word in command], **dict.fromkeys(streams, writing), **options)
    os.close(writing)
    shown = b""
    with contextlib.suppress(OSError):  # which tells that the last writer has gone
        while part := os.read(reading, 4096):
            shown += part
    os.close(reading)
    return process.wait(timeout=60), shown.decode()
