"""Small cells of public statistics (rule 58): which figures to keep back, so that none can be worked out."""

from collections.abc import Hashable, Mapping


def is_small(size: int, least: int) -> bool:
    """Whether so few took part that the figure could be about somebody one knows."""
    return 0 < size < least


def hidden[Cell: Hashable](sizes: Mapping[Cell, int], least: int, remainder: int = 0) -> frozenset[Cell]:
    """The cells to keep back where the sum of all is published.

    Small cells go first. Whoever subtracts the others from the sum must not learn one of them, nor
    that several together are few; so the next smallest go as well until those kept back are at least
    two and together at least ``least``. ``remainder`` is what the sum holds beyond the cells: never
    published, and as easily worked out.
    """
    kept_back = {cell for cell, size in sizes.items() if is_small(size, least)}
    unseen = [sizes[cell] for cell in kept_back] + ([remainder] if remainder else [])
    if not any(is_small(size, least) for size in unseen):
        return frozenset(kept_back)
    large = sorted((size, number, cell) for number, (cell, size) in enumerate(sizes.items()) if size >= least)
    for size, _number, cell in large:
        if len(unseen) >= 2 and sum(unseen) >= least:
            break
        kept_back.add(cell)
        unseen.append(size)
    return frozenset(kept_back)
