"""What this process was started with; set once by the app factory, through the blueprint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reports.documents.signing.certificates import derive_passphrase
from server.core.settings import Settings

_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Installation:
    settings: Settings
    secret: bytes

    @cached_property
    def passphrase(self) -> bytes:
        return derive_passphrase(self.secret)

    @property
    def font_folder(self) -> Path:
        """Faces are a cache: beside the set-up's other products where there are any, so that all processes share them."""
        if (_ROOT / ".setup").is_dir() and not self.settings.font_dir:
            return _ROOT / ".setup" / "prepared-fonts"
        return self.settings.data_dir / "fonts"

    @property
    def licensed_fonts(self) -> Path | None:
        return Path(self.settings.font_dir) if self.settings.font_dir else None

    @property
    def extra_fonts(self) -> tuple[Path, ...]:
        return (_ROOT / ".setup" / "fonts",)


_installation: Installation | None = None


def connect(settings: Settings, secret: bytes) -> None:
    global _installation
    if _installation is None or (_installation.settings, _installation.secret) != (settings, secret):
        _installation = Installation(settings, secret)


def installation() -> Installation:
    if _installation is None:
        raise RuntimeError("the documents' blueprint was not registered")
    return _installation
