"""What was seen and done at one facility."""

from __future__ import annotations

REPORT, TEST, MAINTENANCE = "facility_report", "facility_test", "facility_maintenance"  # what photos are attached to
