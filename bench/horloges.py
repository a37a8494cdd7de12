"""CPU clocks: ours, and PostgreSQL's where it runs on this machine. Seconds."""

import os
import time
from contextlib import suppress
from pathlib import Path


def cpu(pid: int) -> float | None:
    """CPU spent by another process since it began, to the nanosecond; None where the system does not say."""
    with suppress(OSError, OverflowError):
        # What `clock_getcpuclockid(3)` computes on Linux: the clock of a process is named after its number.
        return time.clock_gettime(~pid << 3 | 2)
    return None


def enfants(pid: int) -> float:
    """CPU spent by the children of `pid` that are gone: a server's closed sessions and parallel workers.

    Read to the hundredth: meaningful over several runs only. Zero where the system does not say.
    """
    with suppress(OSError):
        # The name, in parentheses, may hold spaces.
        champs = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(champs[13]) + int(champs[14])) / os.sysconf("SC_CLK_TCK")
    return 0.0
