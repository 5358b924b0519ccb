"""A clock that tests move, and that moves while somebody sleeps by it."""

from dataclasses import dataclass, field


@dataclass
class Clock:
    """Tells seconds since 1970; ``tick_s`` is how much each look at it costs."""

    now_s: float = 1_795_334_400.0
    tick_s: float = 0.0
    slept_s: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        self.now_s += self.tick_s
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now_s += seconds
