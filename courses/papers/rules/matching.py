"""Which items can stand in which cells of a table when cells overlap: a flow that never misses a way to fill it.

Items that fit the same cells are alike and form a group, so the graph stays as small as the table, however large the
bank is. Items are placed one by one in a random order; a place is made by moving earlier ones along (an augmenting
path). What a group once cannot place it never will again: such sets form a matroid.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from courses.papers.rules.randomness import Stream
from courses.papers.rules.tables import BlueprintRow


@dataclass(frozen=True, slots=True)
class PoolItem:
    """An item that may be drawn, with its current version."""

    item_id: str
    version_id: str
    type: str
    category: str
    point_code: str
    difficulty: int

    def fits(self, row: BlueprintRow) -> bool:
        return (
            self.category == row.category
            and self.type == row.type
            and row.least_difficulty <= self.difficulty <= row.most_difficulty
            and row.point_code in (None, self.point_code)
        )


class Pool:
    """Everything that may be drawn, by what a cell can ask for."""

    def __init__(self, items: Iterable[PoolItem]) -> None:
        self.by_traits: dict[tuple[str, str, str, int], list[PoolItem]] = {}
        for item in sorted(items, key=lambda item: item.item_id):
            traits = (item.category, item.type, item.point_code, item.difficulty)
            self.by_traits.setdefault(traits, []).append(item)

    def available(self, row: BlueprintRow) -> int:
        """How many items fit a cell, whatever other cells want."""
        return sum(len(items) for items in self.by_traits.values() if items[0].fits(row))

    def groups(self, rows: Sequence[BlueprintRow]) -> list[Group]:
        """Items that fit the same cells together; those that fit none left out."""
        found: dict[tuple[int, ...], Group] = {}
        for items in self.by_traits.values():
            cells = tuple(number for number, row in enumerate(rows) if items[0].fits(row))
            if cells:
                found.setdefault(cells, Group(cells)).kinds.append(items)
        return list(found.values())


@dataclass
class Group:
    """Items that fit the same cells (numbers of rows)."""

    cells: tuple[int, ...]
    kinds: list[list[PoolItem]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(items) for items in self.kinds)


@dataclass(frozen=True)
class Shortage:
    """Cell ``row`` stays short: ``rows`` want the same items, need so many together, and so many there are."""

    row: int
    rows: tuple[int, ...]
    need: int
    have: int


class Placing:
    """How many of each group stand in each cell."""

    def __init__(self, needs: Sequence[int], groups: Sequence[Group]) -> None:
        self.free = list(needs)
        self.cells = [group.cells for group in groups]
        self.placed: list[dict[int, int]] = [{} for _ in groups]
        self.of_cell: list[list[int]] = [[] for _ in needs]
        for number, group in enumerate(groups):
            for cell in group.cells:
                self.of_cell[cell].append(number)

    def place(self, group: int) -> bool:
        """Place one more of a group, moving others along if need be; False when there is no way."""
        came: dict[int, tuple[int, int]] = {}  # group → the group before it and the cell that it gives up to that one
        waiting, seen = deque([group]), {group}
        while waiting:
            here = waiting.popleft()
            open_cell = next((cell for cell in self.cells[here] if self.free[cell]), None)
            if open_cell is not None:
                self._move(here, open_cell, came)
                return True
            for cell in self.cells[here]:
                for other in self.of_cell[cell]:
                    if other not in seen and self.placed[other].get(cell):
                        seen.add(other)
                        came[other] = (here, cell)
                        waiting.append(other)
        return False

    def _move(self, group: int, cell: int, came: dict[int, tuple[int, int]]) -> None:
        self.free[cell] -= 1
        while True:
            self.placed[group][cell] = self.placed[group].get(cell, 0) + 1
            if group not in came:
                return
            group_before, given_up = came[group]
            self.placed[group][given_up] -= 1
            group, cell = group_before, given_up

    def rivals(self, row: int) -> set[int]:
        """The cells that hold what the cell would need: it and all whose items could have been moved to it."""
        found, waiting = {row}, [row]
        while waiting:
            for group in self.of_cell[waiting.pop()]:
                for cell, count in self.placed[group].items():
                    if count and cell not in found:
                        found.add(cell)
                        waiting.append(cell)
        return found


def choose_items(
    rows: Sequence[BlueprintRow], groups: Sequence[Group], copies: int, stream: Stream
) -> tuple[list[list[PoolItem]], Placing]:
    """Choose for each group what is used of it, for ``copies`` papers at once, an item at most once a paper.

    Items are used a second time only when no item is left that would do: so the papers differ as far as can be.
    """
    placing = Placing([row.count * copies for row in rows], groups)
    chosen: list[list[PoolItem]] = [[] for _ in groups]
    lost: set[int] = set()
    for _ in range(copies):
        left = [[item for items in group.kinds for item in items] for group in groups]
        sizes = [0 if number in lost else len(items) for number, items in enumerate(left)]
        while any(placing.free) and (total := sum(sizes)):
            number = _group_at(sizes, stream.below(total))
            if not placing.place(number):
                lost.add(number)
                sizes[number] = 0
                continue
            items = left[number]
            at = stream.below(len(items))
            items[at], items[-1] = items[-1], items[at]
            chosen[number].append(items.pop())
            sizes[number] -= 1
    return chosen, placing


def find_shortage(rows: Sequence[BlueprintRow], pool: Pool) -> Shortage | None:
    """The first cell that cannot be filled, with the cells that want the same items; None when the table can be."""
    return next(iter(find_shortages(rows, pool)), None)


def find_shortages(rows: Sequence[BlueprintRow], pool: Pool) -> list[Shortage]:
    """All that keeps a table from being filled, a cell that wants what another short one wants told with that one."""
    groups = pool.groups(rows)
    placing = Placing([row.count for row in rows], groups)
    for number, group in enumerate(groups):
        for _ in range(group.size):
            if not placing.place(number):
                break
    found: list[Shortage] = []
    told: set[int] = set()
    for number, free in enumerate(placing.free):
        if free and number not in told:
            rivals = placing.rivals(number)
            have = sum(group.size for group in groups if rivals & set(group.cells))
            found.append(Shortage(number, tuple(sorted(rivals)), sum(rows[one].count for one in rivals), have))
            told |= rivals
    return found


def _group_at(sizes: Sequence[int], place: int) -> int:
    for number, size in enumerate(sizes):
        if place < size:
            return number
        place -= size
    raise IndexError(place)
