"""The register's log against pymerkle, another implementation of RFC 6962, and against forgery."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from reports.documents.register.errors import ProofImpossible
from reports.documents.register.tree import EMPTY_ROOT, Log, hash_leaf, is_consistent, is_included

leaves = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


def grown(entries: list[bytes]) -> Log:
    """A log that was appended to one by one, over a plain dictionary of nodes."""
    nodes: dict[tuple[int, int], bytes] = {}
    size = 0
    for entry in entries:
        for node in Log(lambda level, index: nodes.get((level, index)), size).append(hash_leaf(entry)):
            assert (node.level, node.index) not in nodes
            nodes[node.level, node.index] = node.digest
        size += 1
    return Log(lambda level, index: nodes.get((level, index)), size)


def oracle(entries: list[bytes]) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return tree


@given(leaves)
def test_root_at_every_size_is_that_of_the_oracle(entries: list[bytes]) -> None:
    log, tree = grown(entries), oracle(entries)
    for size in range(1, len(entries) + 1):
        assert log.root(size) == tree.get_root(size)
    assert log.root(0) == EMPTY_ROOT == hashlib.sha256().digest()


@given(leaves, st.data())
def test_inclusion_proof_holds_and_is_that_of_the_oracle(entries: list[bytes], data: st.DataObject) -> None:
    log, tree = grown(entries), oracle(entries)
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    path = log.prove_inclusion(index, size)
    assert is_included(hash_leaf(entries[index]), index, size, path, log.root(size))
    theirs = tree.prove_inclusion(index + 1, size)
    assert [bytes.fromhex(step) for step in theirs.serialize()["path"]][1:] == path


@given(leaves, st.data())
def test_consistency_proof_holds_between_any_two_sizes(entries: list[bytes], data: st.DataObject) -> None:
    log = grown(entries)
    size = data.draw(st.integers(1, len(entries)))
    earlier = data.draw(st.integers(1, size))
    proof = log.prove_consistency(earlier, size)
    assert is_consistent(earlier, size, proof, log.root(earlier), log.root(size))


@given(leaves, st.data())
def test_no_proof_holds_for_an_entry_that_was_changed(entries: list[bytes], data: st.DataObject) -> None:
    log = grown(entries)
    index = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(st.binary(max_size=40).filter(lambda entry: entry != entries[index]))
    assert not is_included(hash_leaf(other), index, len(entries), log.prove_inclusion(index), log.root())


@given(leaves.filter(lambda entries: len(entries) > 1), st.data())
def test_log_whose_past_was_changed_cannot_be_proved_consistent(entries: list[bytes], data: st.DataObject) -> None:
    log = grown(entries)
    earlier = data.draw(st.integers(1, len(entries) - 1))
    index = data.draw(st.integers(0, earlier - 1))
    forged = [*entries[:index], entries[index] + b"!", *entries[index + 1 :]]
    rewritten = grown(forged)
    proof = rewritten.prove_consistency(earlier)
    assert not is_consistent(earlier, len(entries), proof, log.root(earlier), rewritten.root())


@given(leaves, st.data())
def test_shortened_lengthened_or_shuffled_proofs_do_not_hold(entries: list[bytes], data: st.DataObject) -> None:
    log = grown(entries)
    index = data.draw(st.integers(0, len(entries) - 1))
    path, leaf = log.prove_inclusion(index), hash_leaf(entries[index])
    assert not is_included(leaf, index, len(entries), [*path, bytes(32)], log.root())
    if path:
        assert not is_included(leaf, index, len(entries), path[:-1], log.root())
    assert not is_included(leaf, len(entries), len(entries), path, log.root())


@pytest.mark.parametrize(
    "ask",
    [
        lambda log: log.root(4),
        lambda log: log.prove_inclusion(3),
        lambda log: log.prove_inclusion(0, 4),
        lambda log: log.prove_consistency(0),
        lambda log: log.prove_consistency(3, 2),
    ],
)
def test_proof_of_what_is_not_there_is_refused(ask: object) -> None:
    with pytest.raises(ProofImpossible):
        ask(grown([b"a", b"b", b"c"]))
