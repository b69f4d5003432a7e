"""``python3 -m deploy.setup.npm test`` is npm in web/, with the Node of the virtual environment."""

from __future__ import annotations

import os
import sys

from deploy.setup.web import WEB, npm_command, path_with_node

if __name__ == "__main__":
    if not (WEB / "package.json").exists():
        sys.exit("no web/package.json yet")
    command = [str(part) for part in npm_command(*sys.argv[1:])]
    os.execve(command[0], command, {**os.environ, "PATH": path_with_node()})  # noqa: S606
