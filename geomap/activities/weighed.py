"""Which of the names of a sentence take part in an activity that it tells, by what both readers hold of each.

A share counts as its log odds. The weights are those of a logistic regression over reports that neither reader had learnt from
(``training/weights.py``); fitted anew to the readers that have since been taught, they told no more of other reports rightly.
"""

from typing import Any

# What counts: what each reader holds of a name, and how far that is behind the sentence's clearest name.
HELD, HELD_AGAIN, BEHIND, BEHIND_AGAIN, BIAS = 0.34, 0.14, 0.31, 0.37, 1.03
_LEAST = 1e-6


def log_odds(shares: list[float]) -> Any:
    """The log odds of some shares, as an array; those of nothing and of certainty are finite."""
    import numpy as np

    kept = np.clip(shares, _LEAST, 1 - _LEAST)
    return np.log(kept / (1 - kept))


def taking_part(shares: list[float], again: list[float]) -> list[bool]:
    """Which names take part: the clearest, and those that are clear by themselves and not far behind it.

    Args:
        shares: what the first reader holds of each, from 0 to 1; at least one.
        again: what the second one holds of it.
    """
    one, two = log_odds(shares), log_odds(again)
    total = HELD * one + HELD_AGAIN * two + BEHIND * (one - one.max()) + BEHIND_AGAIN * (two - two.max()) + BIAS
    return [bool(t >= 0 or o == one.max()) for t, o in zip(total, one, strict=True)]
