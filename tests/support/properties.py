"""How many examples a property is tried with: sixty in ``make test``, a thousand in ``make fuzz``.

More or fewer are asked for in percent, so that both stay in proportion.
"""

from hypothesis import settings


def examples(percent: int) -> settings:
    """Return what asks for some percent of the usual number of examples."""
    return settings(max_examples=max(1, settings().max_examples * percent // 100))
