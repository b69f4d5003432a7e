"""A wrong setting stops the start and names itself; the secret is made once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from server.core.settings import Settings, SettingsInvalid, installation_secret


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOUWANG_PORT", "eighty"),
        ("SHOUWANG_PORT", "70000"),
        ("SHOUWANG_PORT", "0"),
        ("SHOUWANG_WEB_THREADS", "0"),
        ("SHOUWANG_JOBS_INSIDE", "perhaps"),
        ("SHOUWANG_DATABASE_URL", "mysql://localhost/x"),
        ("SHOUWANG_SECRET", "too short"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        Settings.from_environment({name: value})
    assert name.removeprefix("SHOUWANG_").lower() in str(refused.value).lower()


def test_values_are_read_as_their_kind() -> None:
    settings = Settings.from_environment(
        {
            "SHOUWANG_PORT": "9000",
            "SHOUWANG_DEMO": "YES",
            "SHOUWANG_JOBS_INSIDE": "off",
            "SHOUWANG_DATA_DIR": "elsewhere",
        }
    )
    assert (settings.port, settings.demo, settings.jobs_inside) == (9000, True, False)
    assert settings.data_dir == Path("elsewhere")
    assert settings.resolved_database_url == "sqlite:///elsewhere/shouwang.db"


def test_settings_never_change_after_the_start() -> None:
    with pytest.raises(AttributeError):
        Settings().port = 1  # type: ignore[misc]


def test_processes_that_start_together_agree_on_one_secret(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from server.core.settings import Settings, installation_secret;"
        "print(installation_secret(Settings(data_dir=Path(sys.argv[1]))).decode())"
    )
    racing = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "data")], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    secrets = {process.communicate()[0].strip() for process in racing}
    assert len(secrets) == 1
    assert len(secrets.pop()) == 64
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_the_secret_is_for_its_owner_alone_and_stays(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    secret = installation_secret(settings)
    assert installation_secret(settings) == secret
    assert stat.S_IMODE(os.stat(tmp_path / "data" / "secret.key").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(tmp_path / "data").st_mode) == 0o700


def test_a_given_secret_is_taken_and_none_is_written(tmp_path: Path) -> None:
    given = "x" * 40
    assert installation_secret(Settings(data_dir=tmp_path / "data", secret=given)) == given.encode()
    assert not (tmp_path / "data").exists()
