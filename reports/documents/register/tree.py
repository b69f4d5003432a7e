"""A Merkle tree hash log: append, root, inclusion and consistency proofs, and the checks of a third party.

Nodes are stored once, when the subtree under them is full, as (level, index): level 0 are leaves, node (level, index)
covers the leaves from index·2^level on. An append writes at most log2(n) of them and reads as many.
Source: RFC 6962 2.1, RFC 9162 2.1.3 and 2.1.4 for the checks.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from reports.documents.register.errors import ProofImpossible, RegisterDamaged

ReadNode = Callable[[int, int], bytes | None]
EMPTY_ROOT = hashlib.sha256().digest()


@dataclass(frozen=True, slots=True)
class Node:
    """A stored node: the hash of a full subtree."""

    level: int
    index: int
    digest: bytes


def hash_leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Log:
    """A log of `size` leaves over stored nodes; it holds no state of its own."""

    def __init__(self, read: ReadNode, size: int) -> None:
        self._read = read
        self.size = size

    def append(self, leaf_hash: bytes) -> list[Node]:
        """The nodes to store for one more leaf; store all of them in one transaction."""
        nodes = [Node(0, self.size, leaf_hash)]
        index, level, digest = self.size, 0, leaf_hash
        while index % 2 == 1:
            digest = hash_children(self._node(level, index - 1), digest)
            level, index = level + 1, index // 2
            nodes.append(Node(level, index, digest))
        return nodes

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves.

        Raises ProofImpossible.
        """
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            raise ProofImpossible(size=size)
        return self._hash(0, size) if size else EMPTY_ROOT

    def prove_inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The audit path of a leaf in the tree over the first `size` leaves, from the leaf up.

        Raises ProofImpossible.
        """
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise ProofImpossible(index=index, size=size)
        return self._path(index, 0, size)

    def prove_consistency(self, earlier: int, size: int | None = None) -> list[bytes]:
        """The proof that the first `earlier` leaves are the same in the tree of `size` leaves.

        Raises ProofImpossible.
        """
        size = self.size if size is None else size
        if not 0 < earlier <= size <= self.size:
            raise ProofImpossible(index=earlier, size=size)
        return self._subproof(earlier, 0, size, whole=True)

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._hash(middle, end)]
        return [*self._path(index, middle, end), self._hash(start, middle)]

    def _subproof(self, earlier: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if earlier == end:
            return [] if whole else [self._hash(start, end)]
        middle = start + _split(end - start)
        if earlier <= middle:
            return [*self._subproof(earlier, start, middle, whole=whole), self._hash(middle, end)]
        return [*self._subproof(earlier, middle, end, whole=False), self._hash(start, middle)]

    def _hash(self, start: int, end: int) -> bytes:
        """The root over leaves [start, end); `start` is a multiple of the full subtree's width at each step."""
        width = end - start
        if width & (width - 1) == 0:
            level = width.bit_length() - 1
            return self._node(level, start >> level)
        middle = start + _split(width)
        return hash_children(self._hash(start, middle), self._hash(middle, end))

    def _node(self, level: int, index: int) -> bytes:
        digest = self._read(level, index)
        if digest is None:
            raise RegisterDamaged(level=level, index=index)
        return digest


def is_included(leaf_hash: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Check an audit path as a third party does (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, digest = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            return False
        if position % 2 == 1 or position == last:
            digest = hash_children(sibling, digest)
            while position % 2 == 0 and position != 0:
                position, last = position >> 1, last >> 1
        else:
            digest = hash_children(digest, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and digest == root


def is_consistent(earlier: int, size: int, proof: list[bytes], earlier_root: bytes, root: bytes) -> bool:
    """Check that a log only grew between two roots (RFC 9162 2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == root
    if not proof:
        return False
    steps = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    position, last = earlier - 1, size - 1
    while position % 2 == 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if position % 2 == 1 or position == last:
            old, new = hash_children(sibling, old), hash_children(sibling, new)
            while position % 2 == 0 and position != 0:
                position, last = position >> 1, last >> 1
        else:
            new = hash_children(new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old == earlier_root and new == root


def _split(width: int) -> int:
    """The greatest power of two below a width of at least two."""
    return 1 << ((width - 1).bit_length() - 1)
