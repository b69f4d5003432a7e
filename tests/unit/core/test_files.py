"""Bytes under a name never change, and what was acknowledged is on disk."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from server.core.errors import NotFound, Unavailable
from server.core.files import ContentStore, WrongContent

CONTENT = b"evidence" * 1000
NAME = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> ContentStore:
    return ContentStore(tmp_path / "files")


def leftovers(store: ContentStore) -> list[Path]:
    return list(store.incoming.iterdir())


def test_a_file_is_named_by_its_content(store: ContentStore) -> None:
    assert store.put(CONTENT) == NAME
    assert store.read(NAME) == CONTENT
    assert store.size(NAME) == len(CONTENT)
    assert store.exists(NAME)
    assert leftovers(store) == []


def test_the_same_content_twice_is_one_file(store: ContentStore) -> None:
    threads = [threading.Thread(target=store.put, args=(CONTENT,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.name for path in store.incoming.parent.rglob("*") if path.is_file()] == [NAME]


@pytest.mark.parametrize("name", ["", "x", "../../etc/passwd", NAME.upper(), NAME + "0", NAME[:-1], NAME + "\n", "\0"])
def test_a_name_that_is_no_hash_is_not_found(store: ContentStore, name: str) -> None:
    with pytest.raises(NotFound):
        store.exists(name)
    with pytest.raises(NotFound):
        store.open(name)


def test_a_file_that_is_not_there_is_not_found(store: ContentStore) -> None:
    for ask in (store.open, store.read, store.size):
        with pytest.raises(NotFound):
            ask(NAME)


def test_decayed_bytes_are_noticed_when_read(store: ContentStore) -> None:
    store.put(CONTENT)
    path = store.incoming.parent / NAME[:2] / NAME
    path.write_bytes(b"f" + CONTENT[1:])
    with pytest.raises(WrongContent):
        store.read(NAME)


def test_a_full_disk_is_said_and_leaves_nothing(store: ContentStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patch:
        patch.setattr("server.core.files.os.fsync", full)
        with pytest.raises(Unavailable):
            store.put(CONTENT)
    assert leftovers(store) == []
    assert not store.exists(NAME)
    assert store.put(CONTENT) == NAME


def test_a_truly_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    """A file size limit of the kernel stands in for a full disk: the write itself fails."""
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from server.core.errors import Unavailable; from server.core.files import ContentStore\n"
        "store = ContentStore(Path(sys.argv[1])); signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: store.put(b'x' * 100_000)\n"
        "except Unavailable: print('refused', len(list(store.incoming.iterdir())), store.put(b'small')[:4])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "files")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["refused", "0", hashlib.sha256(b"small").hexdigest()[:4]]


def test_a_process_killed_while_it_stores_leaves_no_half_file_under_a_name(tmp_path: Path) -> None:
    program = (
        "import sys, threading, os; from pathlib import Path; from server.core.files import ContentStore\n"
        "store = ContentStore(Path(sys.argv[1]))\n"
        "print('ready', flush=True)\n"
        "number = 0\n"
        "while True:\n"
        "    number += 1; print(store.put(str(number).encode() * 50_000), flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "files")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(12)]
    process.send_signal(signal.SIGKILL)
    said += process.communicate()[0].splitlines()
    store = ContentStore(tmp_path / "files")
    acknowledged = [name.strip() for name in said[1:] if len(name.strip()) == 64]
    assert len(acknowledged) >= 11
    for name in acknowledged:
        store.read(name)
    for path in (tmp_path / "files").glob("[0-9a-f][0-9a-f]/*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name


def test_a_file_is_on_disk_before_its_name_and_its_name_before_the_answer(
    store: ContentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of the system calls is the guarantee: write, sync, rename, sync of the folder."""
    steps: list[str] = []
    real: dict[str, Any] = {"fsync": os.fsync, "replace": os.replace}

    def fsync(descriptor: int) -> None:
        steps.append("sync folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "sync file")
        real["fsync"](descriptor)

    def replace(*arguments: Any) -> None:
        steps.append("rename")
        real["replace"](*arguments)

    monkeypatch.setattr("server.core.files.os.fsync", fsync)
    monkeypatch.setattr("server.core.files.os.replace", replace)
    store.put(CONTENT)
    assert steps == ["sync file", "rename", "sync folder"]
