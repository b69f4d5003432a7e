"""Free photographs and a film of a fixed camera, on which the picture checks are evaluated. Only the benchmark needs them.

They come from Debian packages, unpacked and never installed, and stay in .setup/; nothing of them is in this project.
Licences: lomiri-wallpapers CC BY and CC BY-SA by the photographers in the files' names, mate-backgrounds and
plasma-workspace-wallpapers GPL-2+, opencv-doc Apache-2.0; each package's own copyright file is kept beside its pictures.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from deploy.setup.steps import STATE, SetupFailed, run

PACKAGES = (
    "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04",
    "mate-backgrounds",
    "opencv-doc",
    "plasma-workspace-wallpapers",
)
FOLDER = STATE / "photographs"
_KEPT = {".jpg", ".jpeg", ".png", ".avi"}


def are_there() -> bool:
    return all((FOLDER / package).is_dir() for package in PACKAGES)


def fetch() -> None:
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise SetupFailed("The photographs come from Debian packages, and there is no apt-get here.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        if not (FOLDER / package).is_dir():
            _fetch(package)


def _fetch(package: str) -> None:
    with tempfile.TemporaryDirectory(dir=STATE) as name:
        folder = Path(name)
        run("photographs", ["sh", "-c", f'cd "$0" && apt-get download {package}', folder])
        subprocess.run(["dpkg-deb", "--extract", next(folder.glob("*.deb")), folder / "package"], check=True)
        kept = folder / "kept"
        kept.mkdir()
        shutil.copyfile(folder / "package/usr/share/doc" / package / "copyright", kept / "copyright")
        for path in sorted((folder / "package").rglob("*")):
            if path.suffix.lower() in _KEPT and path.is_file() and not path.is_symlink() and "html" not in path.parts:
                target = kept / path.relative_to(folder / "package/usr/share")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        kept.rename(FOLDER / package)  # whole or not at all
