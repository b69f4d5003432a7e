"""Acts on unit files: have one made, make a sheet of a term, set what counts to a defence."""

from reports.unit_files.services.exporting import make_file, request_file
from reports.unit_files.services.items import seed_defence_items, set_item
from reports.unit_files.services.sheets import make_sheet_paper, record_sheet

__all__ = ["make_file", "make_sheet_paper", "record_sheet", "request_file", "seed_defence_items", "set_item"]
