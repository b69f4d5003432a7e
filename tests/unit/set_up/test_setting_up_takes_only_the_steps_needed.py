"""A step is taken when its inputs changed, stops with words a person can act on, and never asks for a password."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.setup import __main__ as goals
from deploy.setup import python, steps, system, web


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place that the set-up takes for the clone."""
    for module, name, path in (
        (steps, "ROOT", tmp_path),
        (steps, "STATE", tmp_path / ".setup"),
        (python, "VENV", tmp_path / ".venv"),
        (web, "ROOT", tmp_path),
        (web, "STATE", tmp_path / ".setup"),
        (web, "WEB", tmp_path / "web"),
    ):
        monkeypatch.setattr(module, name, path)
    (tmp_path / "requirements.lock").write_text("flask==3.1.3 --hash=sha256:00\n")
    for app in web.APPS:
        (tmp_path / "web" / app / "src").mkdir(parents=True)
        (tmp_path / "web" / app / "package.json").write_text("{}")
        (tmp_path / "web" / app / "dist").mkdir()
        (tmp_path / "web" / app / "dist" / "index.html").write_text("<!doctype html>")
    (tmp_path / "web" / "package.json").write_text("{}")
    return tmp_path


def built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "npm", lambda *arguments: None)
    web.build()


def test_a_changed_source_of_an_app_asks_for_a_build_and_a_changed_test_does_not(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(monkeypatch)
    assert web.is_built()
    (clone / "web" / "phone" / "src" / "queue.test.ts").write_text("test('…')")
    assert web.is_built()
    (clone / "web" / "phone" / "src" / "queue.ts").write_text("export {}")
    assert not web.is_built()


def test_a_removed_build_asks_for_a_build(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(monkeypatch)
    (clone / "web" / "console" / "dist" / "index.html").unlink()
    assert not web.is_built()


def test_a_changed_lock_asks_for_packages(clone: Path) -> None:
    lock = clone / "requirements.lock"
    steps.write_stamp(python._stamp(lock), python._wanted(lock))
    assert python.is_installed(lock)
    lock.write_text(lock.read_text() + "huey==3.5.4 --hash=sha256:00\n")
    assert not python.is_installed(lock)


def test_a_venv_of_a_python_that_is_gone_is_made_again(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreter = clone / ".venv" / "bin" / "python"
    monkeypatch.setattr(python, "INTERPRETER", interpreter)
    interpreter.parent.mkdir(parents=True)
    (interpreter.parent / "pip").touch()
    (clone / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    interpreter.symlink_to(clone / "removed")
    assert not python.venv_is_ready()
    interpreter.unlink()
    interpreter.symlink_to(sys.executable)
    assert python.venv_is_ready()
    (clone / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.10.9\n")
    assert not python.venv_is_ready()


def test_without_root_or_sudo_the_one_line_to_run_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "missing", lambda wanted: ["libpango-1.0-0", "fonts-noto-cjk"])
    monkeypatch.setattr(system, "_as_root", lambda: None)
    assert goals.main(["run"]) == 1
    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends libpango-1.0-0 fonts-noto-cjk"
    assert line in capsys.readouterr().err


def test_a_command_that_fails_shows_its_last_words(clone: Path) -> None:
    with pytest.raises(steps.SetupFailed, match=r"no space left(.|\n)*\.setup/log/pip\.log"):
        steps.run("pip", [sys.executable, "-c", "print('no space left'); raise SystemExit(3)"])


def test_a_long_command_shows_where_it_is(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(steps, "HEARTBEAT_SECONDS", 0.2)
    steps.run("pip", [sys.executable, "-c", "import time; print('Downloading numpy', flush=True); time.sleep(1)"])
    assert "Downloading numpy" in capsys.readouterr().out


def test_the_python_found_is_new_enough() -> None:
    script = Path(steps.__file__).parents[1] / "find-python.sh"
    found = subprocess.run(["sh", str(script)], capture_output=True, text=True, check=True).stdout.strip()
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    assert subprocess.run([found, "-c", check], check=False).returncode == 0
