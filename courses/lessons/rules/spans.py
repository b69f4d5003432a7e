"""Half-open spans [from, to) of whole milliseconds: their union and its length. The order of telling never matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Spans = list[list[int]]


def union(spans: Iterable[Sequence[int]]) -> Spans:
    """Disjoint and ascending; spans that touch are one, empty and backward ones are none."""
    joined: Spans = []
    for start, end in sorted((span[0], span[1]) for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return joined


def clip(spans: Iterable[Sequence[int]], least: int, most: int) -> Spans:
    """Only what lies between two bounds, as a union."""
    return union([max(span[0], least), min(span[1], most)] for span in spans)


def subtract(spans: Iterable[Sequence[int]], taken: Iterable[Sequence[int]]) -> Spans:
    """What of the spans is in none of the taken ones."""
    left = union(spans)
    for start, end in union(taken):
        left = [part for one in left for part in ([one[0], min(one[1], start)], [max(one[0], end), one[1]])]
        left = [part for part in left if part[0] < part[1]]
    return left


def total(spans: Iterable[Sequence[int]]) -> int:
    """Length of disjoint spans."""
    return sum(end - start for start, end in spans)
