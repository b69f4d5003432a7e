"""表彰奖励 over HTTP."""

from reports.commendations.api import honours, nominations, rounds
from reports.commendations.api.public_pages import pages
from reports.commendations.api.routes import blueprint

__all__ = ["blueprint", "honours", "nominations", "pages", "rounds"]
