"""``python3 -m deploy.setup run`` makes the program ready to run, ``test`` its tests too."""

from __future__ import annotations

import sys
from collections.abc import Callable

from deploy.setup import fonts, python, system, web
from deploy.setup.steps import SetupFailed, take

Step = tuple[str, Callable[[], bool], Callable[[], None]]

SYSTEM_RUN: Step = ("system packages", lambda: not system.missing(system.RUN), lambda: system.install(system.RUN))
SYSTEM_TEST: Step = (
    "system packages for the tests",
    lambda: not system.missing(system.RUN + system.TEST),
    lambda: system.install(system.RUN + system.TEST),
)
FONTS: Step = ("Fandol fonts", fonts.are_there, fonts.fetch)
VENV: Step = ("virtual environment", python.venv_is_ready, python.make_venv)
PACKAGES_RUN: Step = (
    "Python packages",
    lambda: python.is_installed(python.RUN_LOCK),
    lambda: python.install(python.RUN_LOCK),
)
PACKAGES_TEST: Step = (
    "Python packages, with those for the tests",
    lambda: python.is_installed(python.DEV_LOCK),
    lambda: python.install(python.DEV_LOCK),
)
BROWSER: Step = ("Chromium for the tests", system.has_chromium, python.install_chromium)
MODULES: Step = ("npm packages", web.modules_are_there, web.install_modules)
BUILD: Step = ("phone app and console", web.is_built, web.build)

GOALS: dict[str, list[Step]] = {
    "run": [SYSTEM_RUN, FONTS, VENV, PACKAGES_RUN, MODULES, BUILD],
    "test": [SYSTEM_TEST, FONTS, VENV, PACKAGES_TEST, BROWSER, MODULES, BUILD],
    "python": [SYSTEM_TEST, FONTS, VENV, PACKAGES_TEST],
    "python-no-postgresql": [SYSTEM_RUN, FONTS, VENV, PACKAGES_TEST],
    "fonts": [FONTS],
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in GOALS:
        print(f"usage: python3 -m deploy.setup {'|'.join(GOALS)}", file=sys.stderr)
        return 2
    goal = GOALS[arguments[0]]
    try:
        for number, (name, is_done, do) in enumerate(goal, start=1):
            if not is_done():
                with take(f"[{number}/{len(goal)}] {name}"):
                    do()
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; what is done stays done", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
