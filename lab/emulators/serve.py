"""Serves one emulator on loopback until standard input closes, then ends its whole process group.

    python serve.py moto|ministack PORT

The lab keeps the other end of standard input open. However the lab ends, the pipe closes, and nothing that it started
stays behind: neither the server, nor the workers that run its functions, nor the folder that TMPDIR names.
"""

import os
import shutil
import signal
import sys
import threading


def end_with_standard_input() -> None:
    sys.stdin.buffer.read()
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def main(emulator: str, port: str) -> None:
    # Its own group, so that ending it ends the workers and nobody else.
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    if emulator == "moto":
        from moto_patches import serve
    else:
        from ministack_patches import serve
    serve(port)


main(*sys.argv[1:3])
