"""What `make run` shows: the checklists' demo, then inspections, orders and what became of them."""

from reports.demo.building import demo_accounts

__all__ = ["demo_accounts"]
