"""Locks on files (flock): seen by all processes of a machine, and freed by the kernel when one is gone, however it went."""

import fcntl


def flocked(file):
    """Whether this process holds the lock now. `file`: an open file or its number; never waits."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
