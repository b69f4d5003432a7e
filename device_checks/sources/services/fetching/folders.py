"""Pictures that another program lays down in a folder that the installation names."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from device_checks.sources.errors import GrabFailed
from device_checks.sources.services.fetching.lines import Route
from device_checks.sources.services.fetching.pictures import check_whole
from server.core import clock

MOST_ENTRIES = 20_000
#: Younger files may still be written to.
STABLE_SECONDS = 1.0
MOST_AGE = timedelta(days=1)
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def newest_picture(route: Route) -> tuple[bytes, datetime]:
    """The newest finished file of the target's pattern, and when it was written. Raises GrabFailed.

    No link is followed at any step: each folder is opened below the one before.
    """
    if not route.target.folder:
        raise GrabFailed("barred_address", "本系统未设置监视目录")
    *folders, pattern = route.target.address.split("/")
    place = _open(route.target.folder, None, follow=True)
    try:
        for name in folders:
            place, above = _open(name, place), place
            os.close(above)
        age, name = min(_candidates(route, place, pattern), default=(0.0, ""))
        if not name:
            raise GrabFailed("offline", "监视目录中没有符合条件的图像")
        if timedelta(seconds=age) > _most_age(route):
            raise GrabFailed("offline", "监视目录中没有新的图像")
        return check_whole(_read(route, place, name)), clock.now() - timedelta(seconds=age)
    finally:
        os.close(place)


def _open(name: str, above: int | None, *, follow: bool = False) -> int:
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | (0 if follow else os.O_NOFOLLOW)
    try:
        return os.open(name, flags, dir_fd=above)
    except OSError as error:
        raise GrabFailed("offline", "监视目录不存在或无法读取") from error


def _candidates(route: Route, place: int, pattern: str) -> Iterator[tuple[float, str]]:
    moment = clock.now().timestamp()
    with os.scandir(place) as entries:
        for count, entry in enumerate(entries):
            if count >= MOST_ENTRIES:
                raise GrabFailed("too_large", "监视目录中的文件过多")
            if count % 256 == 0:
                route.deadline.left()
            if fnmatchcase(entry.name, pattern) and entry.is_file(follow_symlinks=False):
                age = moment - entry.stat(follow_symlinks=False).st_mtime
                if age >= float(route.target.options.get("stable_seconds", STABLE_SECONDS)):
                    yield age, entry.name


def _read(route: Route, place: int, name: str) -> bytes:
    try:
        descriptor = os.open(name, _FLAGS, dir_fd=place)
    except OSError as error:
        raise GrabFailed("offline", "监视目录中的图像无法读取") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise GrabFailed("barred_address", "监视目录中的不是普通文件")
        content = file.read(route.limits.most_bytes + 1)
    if len(content) > route.limits.most_bytes:
        raise GrabFailed("too_large")
    return content


def _most_age(route: Route) -> timedelta:
    minutes = route.target.options.get("most_age_minutes")
    return timedelta(minutes=minutes) if minutes else MOST_AGE
