"""The bytes of an upload that arrived so far: one file in the store's incoming folder, its size is the offset.

Nobody holds the lock while waiting for the network. A request that hangs on a dead line therefore never keeps the
phone's next attempt out; its late bytes find the offset moved on and are refused.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from mobile_api.uploads.errors import WrongOffset
from server.core.errors import Unavailable
from server.core.files import files

PREFIX = "upload-"


class PartialFile:
    """The partial file of one upload; it may not exist yet."""

    def __init__(self, id: UUID) -> None:
        self.path: Path = files().incoming / f"{PREFIX}{id.hex}"

    def size(self) -> int:
        """Bytes that arrived, whether synced or not."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, piece: bytes, offset: int) -> None:
        """Write the piece at the offset, which must be the end. Raises WrongOffset, Unavailable (disk full)."""
        if offset and not self.path.exists():
            raise WrongOffset(offset=0)
        with self.held() as file:
            size = os.fstat(file.fileno()).st_size
            if size != offset:
                raise WrongOffset(offset=size)
            try:
                file.write(piece)
            except OSError as error:
                # What fitted stays: it is a true prefix, and the size says how long.
                raise Unavailable(reason="storage") from error

    def sync(self) -> int:
        """Bring everything that arrived to disk; the offset that may be acknowledged. Raises Unavailable."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return 0
        try:
            size = os.fstat(descriptor).st_size
            os.fsync(descriptor)
        except OSError as error:
            raise Unavailable(reason="storage") from error
        finally:
            os.close(descriptor)
        return size

    def sync_name(self) -> None:
        """Bring the file's name to disk, once after it was made. Raises Unavailable."""
        try:
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise Unavailable(reason="storage") from error

    def keep_as(self, name: str) -> None:
        """Put the whole, synced file into the store under its hash; the partial one stays until ``remove``.

        Were it moved, a process killed before the database knows would leave a phone that has to send it again.
        """
        twin = self.path.with_name(f"{self.path.name}-whole")
        try:
            twin.unlink(missing_ok=True)
            os.link(self.path, twin)
        except OSError as error:
            raise Unavailable(reason="storage") from error
        files().adopt(twin, name)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    @contextmanager
    def held(self) -> Iterator[BinaryIO]:
        """The file, open for reading and appending, under an exclusive lock that ends with its process."""
        with self._open_locked() as file:
            yield file

    def _open_locked(self) -> BinaryIO:
        while True:
            try:
                file = open(self.path, "a+b", buffering=0)  # noqa: SIM115 - the caller closes it
            except OSError as error:
                raise Unavailable(reason="storage") from error
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                # Somebody may have finished and removed it while we waited for the lock.
                if os.path.samestat(os.fstat(file.fileno()), os.stat(self.path)):
                    return file
            except FileNotFoundError:
                pass
            file.close()
