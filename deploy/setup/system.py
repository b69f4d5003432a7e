"""Debian and Ubuntu packages. Elsewhere a person must bring the same libraries, and is told which."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.setup.steps import SetupFailed, run

# WeasyPrint draws with Pango and cuts fonts with HarfBuzz; Noto is the last resort for every name and
# Liberation has the digits of Times.
RUN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk", "fonts-liberation", "fontconfig")
# On systems so old that HarfBuzz still held this part itself.
WITHIN_ANOTHER = "libharfbuzz-subset0"
# A throw-away PostgreSQL, a browser, and other people's PDF readers to judge our PDFs by.
TEST = ("postgresql", "poppler-utils", "qpdf")
# Runs ODK Validate, which judges our XForms; any Java will do.
JAVA = "default-jre-headless"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def missing(wanted: tuple[str, ...]) -> list[str]:
    """Those not installed; nothing where there is no dpkg to ask."""
    if not shutil.which("dpkg-query"):
        return []
    names = [*_for_venv(), *wanted, *_for_browser(wanted), *_for_validator(wanted)]
    query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in installed and not (name == WITHIN_ANOTHER and _is_unheard_of(name))]


def install(wanted: tuple[str, ...]) -> None:
    """As root or with sudo that asks nothing; else say the one line and stop."""
    names = missing(wanted)
    print(f"    {' '.join(names)}", flush=True)
    prefix = _as_root()
    if prefix is None:
        raise SetupFailed(
            "System packages are missing, and this account may not install them. Run this line, then try again:\n\n"
            f"  sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(names)}\n"
        )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]
    run("apt-update", [*apt, "update"], quiet)
    names = missing(wanted)  # now that apt knows what there is
    run("apt-install", [*apt, "install", "-y", "--no-install-recommends", *names], quiet)


def has_chromium() -> bool:
    if os.environ.get("SHOUWANG_TEST_CHROMIUM") or any(shutil.which(name) for name in CHROMIUM):
        return True
    return any((Path.home() / ".cache" / "ms-playwright").glob("chromium*"))


def _is_unheard_of(name: str) -> bool:
    """Whether apt has lists, and they lack this name."""

    def is_known(package: str) -> bool:
        answer = subprocess.run(["apt-cache", "show", "--quiet=2", package], capture_output=True, check=False)
        return answer.returncode == 0

    return is_known("libpango-1.0-0") and not is_known(name)


def _for_venv() -> list[str]:
    """Debian cuts ensurepip off Python; this package brings it back."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]
    return []


def _for_browser(wanted: tuple[str, ...]) -> list[str]:
    """Debian has Chromium as a package; Ubuntu's is a snap, so that Playwright's own is taken there."""
    is_debian = "\nID=debian" in f"\n{_os_release()}"
    return ["chromium"] if wanted != RUN and is_debian and not has_chromium() else []


def _for_validator(wanted: tuple[str, ...]) -> list[str]:
    return [JAVA] if wanted != RUN and not shutil.which("java") else []


def _os_release() -> str:
    path = Path("/etc/os-release")
    return path.read_text() if path.exists() else ""


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return ["sudo", "-n"]
    return None
