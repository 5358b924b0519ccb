"""How much work there is, in calls, and how it grows, in processor time: never by the clock."""

import gc
import sys
import time
from collections.abc import Callable

NOISE_S = 0.1
"""Work that takes less than this is cheap whatever its shape, and cannot be told from noise."""


def assert_linear(work: Callable[[int], object], size: int, times: int = 8) -> None:
    """Check that a unit of work costs about the same when there are ``times`` as many of them.

    Where work is quadratic a unit costs ``times`` as much; half of that is the bound, so that
    n log n, caches and a busy machine have room. What seems too dear is measured again.
    """
    work(max(1, size // times))  # imports, caches
    dearer = 0.0
    for _ in range(3):
        large_s = cpu_s(work, size * times)
        if large_s < NOISE_S:
            return
        dearer = large_s / (times * max(cpu_s(work, size), cpu_s(work, size)))
        if dearer < times / 2:
            return
    raise AssertionError(f"a unit costs {dearer:.1f} times as much among {size * times:,} of them")


def cpu_s(work: Callable[[int], object], size: int) -> float:
    """Return the processor time that work of a size takes this process, in seconds.

    What the tests before have left is not looked through in the time of this one.
    """
    gc.freeze()
    try:
        began = time.process_time()
        work(size)
        return time.process_time() - began
    finally:
        gc.unfreeze()


def calls(work: Callable[[], object]) -> int:
    """Return how many of Python's functions work calls, the same on every machine."""
    count = 0

    def seen(_frame: object, event: str, _value: object) -> None:
        nonlocal count
        count += event == "call"

    former = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(former)
    return count
