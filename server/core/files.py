"""Content-addressed files: a name is the SHA-256 of the bytes, so bytes under a name can never change.

``put`` acknowledges only what is on disk: temporary name, fsync, rename, fsync of the folder. An S3-compatible
store can stand behind the same four functions.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import BinaryIO

from server.core.errors import NotFound, ShouwangError, Unavailable

_NAME = re.compile(r"[0-9a-f]{64}\Z")


class WrongContent(ShouwangError):
    """The bytes are not those of their name."""

    code = "wrong_content"
    title = "文件内容与校验值不一致"


class ContentStore:
    """Files in a local folder, spread over 256 sub-folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for number in range(256):
            (folder / f"{number:02x}").mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "incoming").mkdir(exist_ok=True, mode=0o700)

    def put(self, content: bytes) -> str:
        """Store the bytes; their SHA-256. Raises Unavailable when the disk is full."""
        name = hashlib.sha256(content).hexdigest()
        if not self.exists(name):
            draft = self._folder / "incoming" / f"{name}-{secrets.token_hex(6)}"
            try:
                with open(draft, "xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                self._settle(draft, name)
            except OSError as error:
                draft.unlink(missing_ok=True)
                raise Unavailable(reason="storage") from error
        return name

    def adopt(self, draft: Path, name: str) -> None:
        """Move a finished, already hashed and synced file of the same file system into the store."""
        try:
            self._settle(draft, name)
        except OSError as error:
            raise Unavailable(reason="storage") from error

    def _settle(self, draft: Path, name: str) -> None:
        target = self._path(name)
        os.replace(draft, target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def discard(self, name: str) -> None:
        """Take a file out: only for what was never evidence, such as an export past its days."""
        self._path(name).unlink(missing_ok=True)

    def exists(self, name: str) -> bool:
        return self._path(name).exists()

    def size(self, name: str) -> int:
        """Bytes. Raises NotFound."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError as error:
            raise NotFound() from error

    def open(self, name: str) -> BinaryIO:
        """A readable binary file. Raises NotFound."""
        try:
            return open(self._path(name), "rb")
        except FileNotFoundError as error:
            raise NotFound() from error

    def read(self, name: str) -> bytes:
        """All bytes, checked against their name. Raises NotFound, WrongContent (the disk has decayed)."""
        with self.open(name) as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != name:
            raise WrongContent(sha256=name)
        return content

    @property
    def incoming(self) -> Path:
        """Where drafts of files may be written, on the same file system."""
        return self._folder / "incoming"

    def _path(self, name: str) -> Path:
        if not _NAME.match(name):
            raise NotFound()
        return self._folder / name[:2] / name


_store: ContentStore | None = None


def connect_files(folder: Path) -> None:
    global _store
    _store = ContentStore(folder)


def files() -> ContentStore:
    """The installation's store."""
    if _store is None:
        raise RuntimeError("connect_files was not called")
    return _store
