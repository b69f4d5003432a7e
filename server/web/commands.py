"""The command line: run, migrate, demo, work, schedule, listen, verify-log, openapi."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.core.database import connect_database, database, migrate
from server.core.engine import connect_engine, dispatch_forever, start_scheduler
from server.core.events import verify_chain
from server.core.jobs import ask_once, run_due_jobs
from server.core.records import all_or_nothing
from server.core.settings import Settings, installation_secret
from server.web.app import Parts, create_app
from server.web.children import end, start, watch
from server.web.signin.models import Account



def main(parts: Parts, arguments: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    parser = argparse.ArgumentParser(prog="wsgi.py", description="守望 Shouwang")
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--write", type=Path, help="openapi: the file to write")
    parser.add_argument("--ask", metavar="JOB", help="run-jobs: a job to ask for first, such as figures.rebuild")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("fontTools", "weasyprint", "pyhanko", "pyhanko_certvalidator", "apscheduler", "huey"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return COMMANDS[options.command](Settings.from_environment(), parts, options)


def prepare(settings: Settings, parts: Parts) -> None:
    """Bring database and keys up to date; safe to run by several processes and again."""
    connect_database(settings)
    installation_secret(settings)
    for name in migrate():
        print(f"· 数据库迁移 {name}", flush=True)
    create_app(settings, parts)
    with database.connection_context():
        for step in parts.prepare:
            step(settings)


def run(settings: Settings, parts: Parts, _options: argparse.Namespace) -> int:
    """Everything in one command: prepare, then web processes and (unless told otherwise) jobs and scheduler."""
    started = time.monotonic()
    if not _port_is_free(settings):
        print(f"端口 {settings.port} 已被占用，请换一个，例如：PORT={settings.port + 1} make run", file=sys.stderr)
        return 1
    prepare(settings, parts)
    accounts = _demo_if_empty(settings, parts)
    database.close_all()
    commands = {"web": _web_command(settings)}
    if settings.jobs_inside:
        commands["jobs"] = [sys.executable, sys.argv[0], "jobs"]
        for number in range(1, settings.worker_processes):
            commands[f"worker {number + 1}"] = [sys.executable, sys.argv[0], "work"]
    if settings.alarm_port:
        commands["listen"] = [sys.executable, sys.argv[0], "listen"]
    stopping = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):  # the last when the terminal is closed
        signal.signal(signal_number, lambda *_: stopping.set())
    children = {name: start(command) for name, command in commands.items()}
    try:
        if _wait_until_it_listens(settings, children["web"], stopping):
            _announce(settings, accounts, started)
        return watch(commands, children, stopping)
    finally:
        end(children.values())


def _port_is_free(settings: Settings) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return False
    return True


def _wait_until_it_listens(settings: Settings, web: subprocess.Popen[bytes], stop: threading.Event) -> bool:
    """False when it ended or was told to stop before."""
    while web.poll() is None and not stop.wait(0.05):
        with suppress(OSError), socket.create_connection((settings.host, settings.port), timeout=1):
            return True
    return False


def serve_web(settings: Settings, _parts: Parts, _options: argparse.Namespace) -> int:
    """Only the web processes (several machines: one of these on each, behind a proxy)."""
    command = _web_command(settings)
    os.execv(command[0], command)  # noqa: S606 - our own command line


def work(settings: Settings, parts: Parts, _options: argparse.Namespace) -> int:
    """One worker: dispatch and carry out jobs until told to stop."""
    create_app(settings, parts)
    huey, carry_out = connect_engine(settings)
    stop = threading.Event()
    threading.Thread(target=dispatch_forever, args=(huey, carry_out, stop), daemon=True).start()
    try:
        # One thread: rendering holds the interpreter, more workers are more processes.
        huey.create_consumer(
            workers=1, periodic=False, initial_delay=0.05, backoff=1.1, max_delay=0.25, check_worker_health=True
        ).run()
    finally:
        stop.set()
    return 0


def schedule(settings: Settings, parts: Parts, _options: argparse.Namespace) -> int:
    """The scheduler alone; it only asks for jobs."""
    create_app(settings, parts)
    scheduler = start_scheduler(parts.schedules)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    stopping.wait()
    scheduler.shutdown()
    return 0


def listen(settings: Settings, parts: Parts, _options: argparse.Namespace) -> int:
    """The doors other than HTTP (the alarm port); ends with 1 when one of them fails, so that it is started again."""
    if not settings.alarm_port:
        print("没有设置 SHOUWANG_ALARM_PORT，无需监听", file=sys.stderr)
        return 2
    create_app(settings, parts)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    doors = [threading.Thread(target=door, args=(settings, stopping), daemon=True) for door in parts.listeners]
    for door in doors:
        door.start()
    while not stopping.wait(0.5) and all(door.is_alive() for door in doors):
        pass
    code = 0 if stopping.is_set() else 1
    stopping.set()
    for door in doors:
        door.join(15)
    return code


def jobs(settings: Settings, parts: Parts, options: argparse.Namespace) -> int:
    """Scheduler and worker in one process, as the embedded installation has them."""
    create_app(settings, parts)
    start_scheduler(parts.schedules)
    return work(settings, parts, options)


def run_jobs_once(settings: Settings, parts: Parts, options: argparse.Namespace) -> int:
    create_app(settings, parts)
    if options.ask and options.ask not in {job.name for job in parts.jobs}:
        print(f"没有名为“{options.ask}”的任务", file=sys.stderr)
        return 2
    with database.connection_context():
        if options.ask:
            ask_once(options.ask)
        print(f"完成任务 {run_due_jobs()} 个")
    return 0


def migrate_only(settings: Settings, parts: Parts, _options: argparse.Namespace) -> int:
    prepare(settings, parts)
    return 0


def load_demo(settings: Settings, parts: Parts, _options: argparse.Namespace) -> int:
    """Load the demo world into an empty database."""
    prepare(settings, parts)
    for account in _demo_if_empty(replace(settings, demo=True), parts):
        print(json.dumps(account, ensure_ascii=False))
    return 0


def verify_log(settings: Settings, parts: Parts, _options: argparse.Namespace) -> int:
    """Walk the event chain and the register; prints one JSON line, exit code 1 at the first break."""
    create_app(settings, parts)
    with database.connection_context():
        chain = verify_chain()
        result: dict[str, Any] = {"ok": chain.ok, "checked": chain.checked, "first_break": chain.first_break}
        for check in parts.check:
            found = check()
            result["ok"] = bool(result["ok"] and found.get("ok"))
            result.update({key: value for key, value in found.items() if key != "ok"})
    print(json.dumps(result, ensure_ascii=False))
    return 0 if result["ok"] else 1


def openapi(settings: Settings, parts: Parts, options: argparse.Namespace) -> int:
    """Print or write the API document."""
    app = create_app(settings, parts)
    document = app.test_client().get("/openapi.json").get_data(as_text=True)
    if options.write:
        options.write.write_text(document + "\n", encoding="utf-8")
    else:
        print(document)
    return 0


COMMANDS: dict[str, Callable[[Settings, Parts, argparse.Namespace], int]] = {
    "run": run,
    "web": serve_web,
    "work": work,
    "schedule": schedule,
    "jobs": jobs,
    "listen": listen,
    "run-jobs": run_jobs_once,
    "migrate": migrate_only,
    "demo": load_demo,
    "verify-log": verify_log,
    "openapi": openapi,
}


def _web_command(settings: Settings) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "wsgi:make_application()",
        "--bind", f"{settings.host}:{settings.port}",
        "--workers", str(settings.web_processes),
        "--threads", str(settings.web_threads),
        "--worker-class", "gthread",
        "--timeout", "120",
        "--keep-alive", "75",
        "--graceful-timeout", "15",
        "--preload",
        "--log-level", "warning",
    ]  # fmt: skip


def _demo_if_empty(settings: Settings, parts: Parts) -> list[dict[str, str]]:
    if not settings.demo or parts.load_demo is None:
        return []
    kept = settings.data_dir / "demo-accounts.json"
    with database.connection_context():
        if Account.select().exists():
            return json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else []
        print("· 载入演示数据", flush=True)
        load = parts.load_demo
        accounts = all_or_nothing(lambda: load(settings))
    kept.write_text(json.dumps(accounts, ensure_ascii=False, indent=1), encoding="utf-8")
    return accounts


def _announce(settings: Settings, accounts: list[dict[str, str]], started: float) -> None:
    base = f"http://{settings.host}:{settings.port}"
    print(f"\n守望已启动（{time.monotonic() - started:.1f} 秒）")
    for label, path in (
        ("首页", "/"),
        ("手机端", "/m/"),
        ("管理台", "/console/"),
        ("文书核验", "/verify"),
        ("接口", "/docs"),
    ):
        print(f"  {label}  {base}{path}")
    if accounts:
        print("  演示账号（仅供本机试用）：")
        for account in accounts:
            print(f"    {account['login']}  {account['password']}  {account['label']}")
    print("  按 Ctrl+C 停止", flush=True)
