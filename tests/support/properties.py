"""How many examples a property is tried with: sixty in ``make test``, a thousand in ``make fuzz``."""

from hypothesis import settings


def examples(number: int) -> settings:
    """Return what asks for more or fewer examples, where most properties take a hundred shares."""
    return settings(max_examples=max(1, number * settings().max_examples // 100))
