"""What an installation may set, read once at start and never changed after."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from server.core.errors import ShouwangError

ENVIRONMENT_PREFIX = "SHOUWANG_"


class SettingsInvalid(ShouwangError):
    """A setting has a value that the program cannot start with."""

    code = "settings_invalid"


@dataclass(frozen=True)
class Settings:
    """Every setting, with its default for the embedded installation.

    Each field is read from ``SHOUWANG_<FIELD IN CAPITALS>``; docs/operations.md explains them.
    """

    data_dir: Path = Path("var")
    database_url: str = ""  # empty: SQLite in data_dir
    secret: str = ""  # empty: made at first start and kept in data_dir/secret.key
    public_url: str = "http://127.0.0.1:8000"  # printed into QR codes
    host: str = "127.0.0.1"
    port: int = 8000
    web_processes: int = 2
    web_threads: int = 32  # a phone on a slow line holds one while it uploads
    worker_processes: int = 1
    jobs_inside: bool = True  # the web command also runs the scheduler and one worker
    redis_url: str = ""  # empty: the job queue is a file in data_dir
    database_connections: int = 40  # a process's pool; not below web_threads
    behind_proxy: bool = False  # trust X-Forwarded-* of exactly one proxy
    secure_cookies: bool = False  # set with TLS in front
    access_token_seconds: int = 900
    refresh_token_days: int = 30
    sign_in_attempts: int = 5  # wrong passwords in a row until an account is locked
    sign_in_lock_seconds: int = 900
    sign_in_rate_per_minute: int = 30  # sign-in requests of one address
    upload_rate_per_minute: int = 1200  # upload requests of one account
    max_photo_bytes: int = 15 * 1024 * 1024
    max_photo_pixels: int = 50_000_000
    max_record_bytes: int = 2 * 1024 * 1024
    clock_tolerance_seconds: int = 600
    minimum_app_version: str = "1.0.0"
    timestamp_url: str = ""  # an RFC 3161 authority; empty: the embedded one
    signing_keys: str = ""  # agencies' own keys: a folder of .p12, or pkcs11:/module.so?token=LABEL
    signing_passphrase: str = ""  # of those containers, or the token's PIN
    font_dir: str = ""  # a folder with the bureau's licensed fonts
    map_tile_url: str = ""  # https://tiles.example/{z}/{x}/{y}.png; empty: the map is a schematic
    map_tile_note: str = ""  # whose tiles they are, shown on the map
    map_tile_gcj02: bool = False  # the tiles are in GCJ-02: points are moved onto them
    camera_loopback: bool = False  # cameras may lie on this very machine, where a list says so as well
    read_clocks: bool = False  # clocks written into pictures are read; needs requirements-clock.lock
    camera_folder: str = ""  # pictures may be taken from files below it
    alarm_port: int = 0  # of the SIA DC-09 receiver, TCP and UDP; 0: none
    alarm_host: str = "0.0.0.0"  # noqa: S104 - alarm hosts call from outside
    alarm_streams: int = 8  # live lines to alarm screens, a web process; each holds one of its threads
    demo: bool = False  # load the demo world into an empty database
    web_root: Path = Path("web")  # where the built phone app and console lie

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Raises SettingsInvalid, which names the variable."""
        values: dict[str, object] = {}
        for field in fields(cls):
            name = ENVIRONMENT_PREFIX + field.name.upper()
            if name in environment:
                values[field.name] = _parse(name, environment[name], type(field.default))
        return cls(**values).checked()  # type: ignore[arg-type]

    def checked(self) -> Settings:
        """Itself, or SettingsInvalid."""
        if self.web_processes < 1 or self.web_threads < 1 or not 0 < self.port < 65536:
            raise SettingsInvalid("web_processes, web_threads and port must be positive")
        if not 0 <= self.alarm_port < 65536 or not 0 <= self.alarm_streams < self.web_threads:
            raise SettingsInvalid("alarm_port must be a port or 0, alarm_streams fewer than web_threads")
        scheme = self.resolved_database_url.split(":", 1)[0]
        if scheme not in {"sqlite", "postgresql"}:
            raise SettingsInvalid(f"SHOUWANG_DATABASE_URL: unknown scheme {scheme}")
        if self.map_tile_url and not re.fullmatch(r"https?://[^\s;,'\"]+", self.map_tile_url):
            raise SettingsInvalid("SHOUWANG_MAP_TILE_URL must be an address like https://tiles.example/{z}/{x}/{y}.png")
        if self.secret and len(self.secret) < 32:
            raise SettingsInvalid("SHOUWANG_SECRET must have at least 32 characters")
        return self

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'shouwang.db'}"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"


def _parse(name: str, text: str, kind: type) -> object:
    if kind is bool:
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off", ""}:
            return False
        raise SettingsInvalid(f"{name} must be 1 or 0")
    if kind is int:
        try:
            return int(text)
        except ValueError as error:
            raise SettingsInvalid(f"{name} must be a whole number") from error
    return Path(text) if issubclass(kind, Path) else text


def installation_secret(settings: Settings) -> bytes:
    """The secret all keys are derived from; made at first start, never shipped.

    Two processes that start together agree: the file is created with O_EXCL and linked whole.
    """
    if settings.secret:
        return settings.secret.encode()
    path = settings.data_dir / "secret.key"
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        draft = path.with_name(f".secret-{os.getpid()}-{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first; its secret holds
        finally:
            draft.unlink()
    return path.read_text().strip().encode()
