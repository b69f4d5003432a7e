"""Small rules of the house that no linter knows, each with its reason."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from server.core.errors import ShouwangError
from server.web.problems import TITLE_OF_STATUS, status_of
from tests.architecture.sources import ROOT, calls, files, name_of, tree

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SQL = re.compile(r"^\s*(select|insert|update|delete|with|create|drop|alter|truncate|exists)\b", re.IGNORECASE)


def errors() -> list[type[ShouwangError]]:
    for path in files(room="errors"):
        __import__(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found: list[type[ShouwangError]] = []
    waiting = [ShouwangError]
    while waiting:
        waiting += (error := waiting.pop()).__subclasses__()
        found.append(error)
    return [error for error in found if error.__module__.split(".")[0] != "tests"]


@pytest.mark.parametrize("error", errors(), ids=lambda error: error.__qualname__)
def test_an_error_speaks_chinese_to_people_and_a_code_to_programs(error: type[ShouwangError]) -> None:
    if error.code == "settings_invalid":
        return  # said to the administrator at the command line, in the language of the log
    assert CHINESE.search(error.title)
    assert re.fullmatch(r"[a-z][a-z0-9_]{2,59}", error.code)


def test_a_code_means_one_thing() -> None:
    """Whoever shares a code shares its status: a program that reads the code needs to know nothing else."""
    statuses: dict[str, set[int]] = {}
    for error in errors():
        statuses.setdefault(error.code, set()).add(status_of(error()))
    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


def test_every_status_has_a_chinese_title() -> None:
    assert all(CHINESE.search(title) for _, title in TITLE_OF_STATUS.values())


def test_only_the_clock_reads_the_clock() -> None:
    """Waiting and rate limits may measure spans; instants and days come from server/core/clock.py.

    Ids are made from the time as RFC 9562 asks; files on disk are as old as the file system says.
    """
    allowed = {"server/core/clock.py", "server/core/ids.py"}
    readers = re.compile(
        r"((datetime|date)\.)*(datetime|date)\.(now|utcnow|today|fromtimestamp)|time\.(localtime|gmtime|time_ns)"
    )
    wrong = [
        f"{name_of(path)}:{call.lineno} {name}"
        for path in (*files(), ROOT / "wsgi.py")
        for name, call in calls(tree(path))
        if readers.fullmatch(name) and name_of(path) not in allowed
    ]
    assert wrong == []


#: What may stand in the text of a query: names of our own tables and columns, and conditions built from such.
#: Values always travel as parameters.
IN_SQL = {
    "server/core/statements.py": {"names", "table._meta.table_name"},
    "server/units/agencies/services.py": {"column", "table"},
    "server/units/registry/queries/search.py": {"column", "mark", "contains", "MANY + 1", "part.sql"},
    "server/units/registry/queries/listing.py": {"part.sql", "tail"},
    "server/units/registry/services/bulk.py": {"table._meta.table_name", "names", "marks"},
    "reports/figures/queries/places.py": {
        "MOST_POINTS + 1",
        "_OPEN",
        "inside.sql",
        "_floor(f'u.lat / {step}')",
        "_floor(f'u.lon / {step}')",
    },
    "reports/figures/queries/tallies.py": {"name", "join", "numbers", "where.sql", "columns"},
    "reports/figures/queries/work.py": {"_month(day)", "_month('t.due_on')", "_day('e.at')", "numbers"},
    "reports/figures/services/recounting.py": {
        "_COLUMNS",
        "name",
        "table",
        "slot",
        "wheres[name]",
        "joins[name]",
        "counted",
        "part",
    },
}


def test_no_text_of_a_user_is_put_into_a_query() -> None:
    """Each place that builds SQL is known, with the names it puts in; a new one is looked at by a person."""
    wrong = []
    for path in files():
        allowed = IN_SQL.get(name_of(path), set())
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)):
                continue
            if SQL.match(str(node.values[0].value)):
                put_in = {ast.unparse(v.value) for v in node.values if isinstance(v, ast.FormattedValue)}
                wrong += [f"{name_of(path)}:{node.lineno} {name}" for name in put_in - allowed]
    assert wrong == []


def test_logs_carry_ids_and_codes_only() -> None:
    """Never names, identity numbers, whole rows or bodies (convention 16)."""
    harmless = re.compile(
        r"(.*\.)?(id|attempts \+ 1|returncode|code|status|seconds|count|kind)|id|code|count|name|names?\[\w+\]"
        r"|g\.get\('request_id', ''\)|row\.name"
    )
    wrong = []
    for path in files():
        for name, call in calls(tree(path)):
            if not re.fullmatch(r"(self\.)?_?(log|logger)\.(debug|info|warning|error|exception|critical)", name):
                continue
            assert isinstance(call.args[0], ast.Constant), f"{name_of(path)}:{call.lineno} builds its text itself"
            wrong += [
                f"{name_of(path)}:{call.lineno} {ast.unparse(value)}"
                for value in call.args[1:]
                if not harmless.fullmatch(ast.unparse(value))
            ]
    assert wrong == []


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_a_file_has_no_drawer_for_odds_and_ends(path: Path) -> None:
    banned = {"utils", "helpers", "manager", "common", "data", "info", "misc", "util", "helper"}
    assert banned.isdisjoint({path.stem, *path.relative_to(ROOT).parts[:-1]})


def test_files_stay_short_enough_to_read() -> None:
    long = {name_of(path): lines for path in files() if (lines := len(path.read_text("utf-8").splitlines())) > 320}
    assert long == {}


def test_functions_stay_short_enough_to_read() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60
    ]
    assert long == []


@pytest.mark.parametrize("room", ["services", "queries", "rules"])
def test_what_others_call_says_what_it_does(room: str) -> None:
    """Services, rules and queries explain themselves (convention 3), unless they are three lines long."""
    silent = [
        f"{name_of(path)}: {node.name}"
        for path in files(room=room)
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
        if (node.end_lineno or 0) - node.lineno > 6
    ]
    assert silent == []


def test_nothing_of_this_machine_or_a_registry_is_committed() -> None:
    """A path or host of whoever built it would lead others astray."""
    import subprocess

    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    banned = re.compile(
        "|".join(["/wo" + "rk/", r"/ro" + r"ot/", "pypi\\." + "org", "npmjs\\." + "org", "files\\.python" + "hosted"])
    )
    wrong = []
    for name in filter(None, names.split("\0")):
        path = ROOT / name
        if path.suffix in {".png", ".jpg", ".woff2", ".ttf", ".pdf", ".ico"} or not path.is_file():
            continue
        wrong += [f"{name}: {found.group()}" for found in banned.finditer(path.read_text("utf-8", "replace"))][:1]
    assert wrong == []
