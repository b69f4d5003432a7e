"""How long a bureau waits for the program, and an inspector for the app.

start: seconds from `make run` (second time) to the first answer; floor: the same production server with an empty app.
phone: bytes over the wire and time until the sign-in form can be used, CPU ×4 slower on fast 3G; floor: a page of one
line through the same line. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = os.environ.get("SHOUWANG_TEST_CHROMIUM", "/usr/bin/chromium")
FAST_3G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
FLOOR_APP = (
    "import flask; app = flask.Flask('floor'); app.get('/openapi.json')(lambda: 'x'); app.get('/m/')(lambda: PAGE)"
)
FLOOR_PAGE = "<!doctype html><title>x</title><input id='login'>"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str], port: int) -> Iterator[float]:
    """Start, wait for the first answer, yield the seconds it took, end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.perf_counter() - began < 300:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=5),
            ):
                break
            if process.poll() is not None:
                raise RuntimeError(f"{command} ended with {process.returncode}")
            time.sleep(0.02)
        yield time.perf_counter() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)


def floor_command(folder: Path, port: int) -> list[str]:
    (folder / "floor.py").write_text(f"PAGE = {FLOOR_PAGE!r}\n{FLOOR_APP}\n")
    return [
        sys.executable, "-m", "gunicorn", "floor:app", "--chdir", str(folder), "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--threads", "8",
    ]  # fmt: skip


def load_once(browser: Browser, address: str) -> tuple[float, int]:
    """(seconds until the login field can be used, bytes over the wire until then), nothing cached."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, service_workers="block")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    received = 0

    def add(event: dict[str, Any]) -> None:
        nonlocal received
        received += int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", add)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", FAST_3G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("#login").wait_for()
    seconds = time.perf_counter() - began
    page.wait_for_timeout(1500)  # what is still under way counts too
    context.close()
    return seconds, received


def measure(runs: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        starts, floors, loads, floor_loads = [], [], [], []
        for run in range(runs + 1):
            port = free_port()
            environment = {"PORT": str(port), "SHOUWANG_DATA_DIR": str(folder / "data")}
            with running(["make", "run"], environment, port) as seconds:
                if run:  # the first one sets up
                    starts.append(seconds)
                    loads.append(load_once(browser, f"http://127.0.0.1:{port}/m/"))
            port = free_port()
            with running(floor_command(folder, port), {}, port) as seconds:
                floors.append(seconds)
                floor_loads.append(load_once(browser, f"http://127.0.0.1:{port}/m/"))
        browser.close()
    return {
        "benchmark": "start",
        "runs": runs,
        "start_seconds": round(statistics.median(starts), 2),
        "start_floor_seconds": round(statistics.median(floors), 2),
        "phone_first_load_bytes": int(statistics.median(size for _, size in loads)),
        "phone_first_load_seconds": round(statistics.median(seconds for seconds, _ in loads), 2),
        "phone_first_load_floor_seconds": round(statistics.median(seconds for seconds, _ in floor_loads), 2),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    print(json.dumps(measure(parser.parse_args().runs)))
