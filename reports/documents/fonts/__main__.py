"""Prepare the fonts at set-up: python -m reports.documents.fonts FOLDER [--licensed FOLDER] [--extra FOLDER]."""

import argparse
import sys
from pathlib import Path

from reports.documents.fonts.errors import FontError
from reports.documents.fonts.preparing import prepare_fonts


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m reports.documents.fonts", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--licensed", type=Path, help="the bureau's own licensed fonts, used before all others")
    parser.add_argument("--extra", type=Path, action="append", default=[], help="another folder to search, e.g. Fandol")
    arguments = parser.parse_args()
    try:
        fonts = prepare_fonts(arguments.folder, arguments.licensed, arguments.extra)
    except FontError as error:
        sys.stderr.write(f"{error.code}: {error}\n")
        return 1
    for face, prepared in fonts.faces.items():
        sys.stdout.write(f"{face.value:6} {prepared.source_family} ({len(prepared.characters)} characters)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
