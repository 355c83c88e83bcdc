"""What a number of starters would become if everybody went on bringing as many: a sum, not a promise."""


def forecast(starters: int, k: float, generations: int) -> float:
    """Signatures after `generations`, the starters being the first: starters x (1 + k + k^2 + ...).

    Raises ValueError for less than nobody.
    """
    if starters < 0 or k < 0 or generations < 0:
        raise ValueError("starters, K and generations are never below 0")
    return starters * sum(k**step for step in range(generations))
