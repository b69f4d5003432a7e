"""Fandol, the free faces nearest to those of official paper (仿宋, 楷体, 宋体, 黑体).

Debian ships them inside a package of TeX; only its font files are kept, so that nobody
needs TeX. Where they can't be had, documents are set in Noto.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from deploy.setup.steps import STATE, SetupFailed, run

PACKAGE = "texlive-lang-chinese"
INSIDE = Path("usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
FOLDER = STATE / "fonts"
NOT_TO_BE_HAD = STATE / "fonts-not-to-be-had"


def are_there() -> bool:
    return any(FOLDER.glob("FandolFang*.otf")) or NOT_TO_BE_HAD.exists()


def fetch() -> None:
    STATE.mkdir(exist_ok=True)
    system_wide = Path("/") / INSIDE
    if any(system_wide.glob("*.otf")):
        _keep(system_wide)
        return
    try:
        _fetch_package()
    except (SetupFailed, OSError) as failure:
        NOT_TO_BE_HAD.write_text(str(failure))
        print("    not to be had here: documents will be set in Noto CJK instead", flush=True)


def _fetch_package() -> None:
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise SetupFailed("no apt-get")
    with tempfile.TemporaryDirectory(dir=STATE) as name:
        folder = Path(name)
        download: list[str | Path] = ["sh", "-c", f'cd "$0" && apt-get download {PACKAGE}', folder]
        try:
            run("fonts-download", download)
        except SetupFailed:
            if os.geteuid() != 0:
                raise
            run("apt-update", ["apt-get", "update"])  # a machine whose package lists were cleared
            run("fonts-download", download)
        archive = next(folder.glob("*.deb"))
        subprocess.run(["dpkg-deb", "--extract", archive, folder / "package"], check=True)
        _keep(folder / "package" / INSIDE)


def _keep(source: Path) -> None:
    """All or nothing, so that a stopped copy is not taken for a whole one."""
    draft = FOLDER.with_name("fonts.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for font in source.glob("Fandol[FHKS]*.otf"):
        shutil.copyfile(font, draft / font.name)
    shutil.rmtree(FOLDER, ignore_errors=True)
    draft.rename(FOLDER)
