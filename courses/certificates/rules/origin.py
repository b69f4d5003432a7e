"""Where badges live: the installation's public address, told once to each process as it starts."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from server.core.settings import Settings


@dataclass
class Origin:
    """``url`` without a slash at its end."""

    url: str = "http://127.0.0.1:8000"

    @property
    def did(self) -> str:
        return did_of(self.url)

    def badge(self, id: object) -> str:
        return f"{self.url}/badges/{id}"

    def status_list(self, number: int) -> str:
        return f"{self.url}/badges/status/{number}"

    def achievement(self, year: int, audience: str) -> str:
        return f"{self.url}/badges/achievements/{year}/{audience}"


ORIGIN = Origin()


def connect_badges(settings: Settings) -> None:
    """Called as the app is made."""
    ORIGIN.url = settings.public_url.rstrip("/")


def did_of(public_url: str) -> str:
    """did:web of an address: a port's colon is written %3A, a path becomes parts of the identifier."""
    parts = urlsplit(public_url)
    host = parts.netloc.replace(":", "%3A")
    path = [part for part in parts.path.split("/") if part]
    return ":".join(["did:web", host, *path])
