"""What the installation allows, told once to each process as it starts."""

from __future__ import annotations

from dataclasses import dataclass

from server.core.settings import Settings


@dataclass
class Bounds:
    """Whether cameras may lie on the own machine, and the folder that pictures may be taken from."""

    loopback_allowed: bool = False
    folder: str = ""


BOUNDS = Bounds()


def connect_sources(settings: Settings) -> None:
    """Called as the app is made."""
    BOUNDS.loopback_allowed = settings.camera_loopback
    BOUNDS.folder = settings.camera_folder.strip()
