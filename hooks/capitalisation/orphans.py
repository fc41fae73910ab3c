"""No process outlives the one that it works for: it would go on writing what nobody waits for."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

#: prctl(2): the signal that a process gets when the one that made it dies.
_PR_SET_PDEATHSIG = 1


def mourir_avec(parent: int) -> None:
    """Have the system kill this process as soon as `parent`, which has just forked it, dies.

    Only Linux can: elsewhere this does nothing.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):  # a C library that has no such call
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
