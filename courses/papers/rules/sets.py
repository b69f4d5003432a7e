"""Parallel sets of items for one session: each fills the whole table, alike in difficulty, apart as far as can be."""

from __future__ import annotations

from collections.abc import Sequence

from courses.papers.errors import BlueprintShort
from courses.papers.rules.matching import Placing, Pool, PoolItem, Shortage, choose_items, find_shortage
from courses.papers.rules.randomness import Stream
from courses.papers.rules.tables import BlueprintRow, row_words

#: For each row of the table its items.
ItemSet = list[list[PoolItem]]


def draw_sets(rows: Sequence[BlueprintRow], pool: Pool, seed: bytes, parallel: int = 1) -> list[ItemSet]:
    """Draw ``parallel`` sets; the same rows, pool and seed give the same sets.

    Raises BlueprintShort, which names the short cell.  Source: LN-3b.
    """
    groups = pool.groups(rows)
    stream = Stream(seed)
    chosen, placing = choose_items(rows, groups, parallel, stream)
    if any(placing.free):
        raise_short(rows, find_shortage(rows, pool))
    by_row = _deal_to_rows(len(rows), chosen, placing)
    if parallel == 1:
        return [by_row]
    sets = _split(by_row, rows, parallel)
    _level(sets, rows)
    return sets


def raise_short(rows: Sequence[BlueprintRow], shortage: Shortage | None) -> None:
    """Raises BlueprintShort; nothing for None."""
    if shortage is None:
        return
    names = "、".join(f"「{row_words(rows[number])}」" for number in shortage.rows)
    together = "共" if len(shortage.rows) > 1 else ""
    raise BlueprintShort(
        f"{names}{together}需要 {shortage.need} 题，题库可用 {shortage.have} 题",
        row=shortage.row,
        rows=list(shortage.rows),
        need=shortage.need,
        have=shortage.have,
    )


def overlap(sets: Sequence[ItemSet]) -> int:
    """How many uses of items repeat an item of an earlier set."""
    ids = [item.item_id for one in sets for items in one for item in items]
    return len(ids) - len(set(ids))


def hardness_x100(one: ItemSet, rows: Sequence[BlueprintRow]) -> int:
    """Difficulty of a set, each item by its worth."""
    return sum(item.difficulty * row.worth_x100 for row, items in zip(rows, one, strict=True) for item in items)


def _deal_to_rows(count: int, chosen: Sequence[list[PoolItem]], placing: Placing) -> ItemSet:
    by_row: ItemSet = [[] for _ in range(count)]
    for items, places in zip(chosen, placing.placed, strict=True):
        at = 0
        for row, number in sorted(places.items()):
            by_row[row] += items[at : at + number]
            at += number
    return by_row


def _split(by_row: ItemSet, rows: Sequence[BlueprintRow], parallel: int) -> list[ItemSet]:
    """Each place of the table gets one item a set and no set an item twice: König's colouring of a bipartite graph.

    A place has exactly ``parallel`` items and no item stands more often, so as many colours always suffice.
    """
    colouring = _Colouring(parallel)
    place = 0
    places: list[int] = []
    for row, items in enumerate(by_row):
        for number, item in enumerate(items):
            colouring.add(item, place + number // parallel)
        place += rows[row].count
        places += [row] * rows[row].count
    sets: list[ItemSet] = [[[] for _ in rows] for _ in range(parallel)]
    for number, row in enumerate(places):
        for colour, coloured in enumerate(colouring.by_place[number]):
            sets[colour][row].append(coloured)  # type: ignore[arg-type]
    return sets


class _Colouring:
    def __init__(self, colours: int) -> None:
        self.colours = colours
        self.by_place: dict[int, list[PoolItem | None]] = {}
        self._by_item: dict[str, list[int | None]] = {}

    def add(self, item: PoolItem, place: int) -> None:
        at_place = self.by_place.setdefault(place, [None] * self.colours)
        at_item = self._by_item.setdefault(item.item_id, [None] * self.colours)
        free_at_place, free_at_item = at_place.index(None), at_item.index(None)
        if at_item[free_at_place] is None:
            free_at_item = free_at_place
        elif at_place[free_at_item] is not None:
            self._swap_along(item.item_id, free_at_place, free_at_item)
            free_at_item = free_at_place
        at_place[free_at_item], at_item[free_at_item] = item, place

    def _swap_along(self, item_id: str, colour: int, other: int) -> None:
        """Exchange two colours along the path that begins at an item with the first: afterwards it is free there."""
        path: list[tuple[PoolItem, int, int]] = []
        at_item: str | None = item_id
        while at_item is not None:
            place = self._by_item[at_item][colour]
            if place is None:
                break
            here, following = self.by_place[place][colour], self.by_place[place][other]
            path += [(item, place, old) for item, old in ((here, colour), (following, other)) if item is not None]
            at_item = following.item_id if following is not None else None
        for item, place, old in path:
            self.by_place[place][old] = self._by_item[item.item_id][old] = None
        for item, place, old in path:
            new = other if old == colour else colour
            self.by_place[place][new], self._by_item[item.item_id][new] = item, place


def _level(sets: list[ItemSet], rows: Sequence[BlueprintRow]) -> None:
    """Exchange items between the hardest and the easiest set, within a row, as long as that brings them together."""
    for _ in range(64 * len(sets)):
        order = sorted(sets, key=lambda one: hardness_x100(one, rows))
        easy, hard = order[0], order[-1]
        gap = hardness_x100(hard, rows) - hardness_x100(easy, rows)
        best = _best_exchange(easy, hard, rows, gap)
        if best is None:
            return
        row, low, high = best
        easy[row][low], hard[row][high] = hard[row][high], easy[row][low]


def _best_exchange(easy: ItemSet, hard: ItemSet, rows: Sequence[BlueprintRow], gap: int) -> tuple[int, int, int] | None:
    in_easy = {item.item_id for items in easy for item in items}
    in_hard = {item.item_id for items in hard for item in items}
    best, least = None, gap
    for row, cell in enumerate(rows):
        for low, light in enumerate(easy[row]):
            for high, heavy in enumerate(hard[row]):
                closes = 2 * (heavy.difficulty - light.difficulty) * cell.worth_x100
                is_new = light.item_id not in in_hard and heavy.item_id not in in_easy
                if closes > 0 and is_new and abs(gap - closes) < least:
                    best, least = (row, low, high), abs(gap - closes)
    return best
