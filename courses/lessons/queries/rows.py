"""Rows as mappings, so that an answer can say more than the table."""

from __future__ import annotations

from typing import Any

from server.core.database import BaseModel


def columns_of(row: BaseModel) -> dict[str, Any]:
    """All columns by name, also those that a row just made leaves empty."""
    return {field.name: getattr(row, field.name) for field in row._meta.sorted_fields}
