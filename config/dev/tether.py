"""Start a program that ends when `./dev` ends: `tether.py PARENT SIGNAL USER program arguments…`

Run as a script by a bare interpreter and replaced by the program. The kernel sends SIGNAL to the
program when its parent dies, however that happens; USER (or "-") is who it shall be. A separate
program rather than a function between fork and exec, because `./dev` has threads by then.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Become the user, tie the knot, become the program."""
    parent, ending, user, *command = sys.argv[1:]
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if user != "-":
        become(user)
    if libc is not None:
        libc.prctl(_PR_SET_PDEATHSIG, int(ending), 0, 0, 0)
        if os.getppid() != int(parent):  # it died before the knot was tied
            sys.exit(128 + signal.SIGTERM)
    os.execvp(command[0], command)


def become(user: str) -> None:
    """Give up root for good."""
    import pwd

    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    os.chdir("/")


if __name__ == "__main__":
    main()
