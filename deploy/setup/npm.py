"""``python3 -m deploy.setup.npm test`` is npm in web/, with the Node of the virtual environment."""

from __future__ import annotations

import os
import sys

from deploy.setup.web import WEB, node_and_npm

if __name__ == "__main__":
    if not (WEB / "package.json").exists():
        sys.exit("no web/package.json yet")
    node, script = node_and_npm()
    os.environ["PATH"] = f"{node.parent}:{os.environ.get('PATH', '')}"
    os.execv(node, [str(node), str(script), "--prefix", str(WEB), *sys.argv[1:]])  # noqa: S606
