"""What is kept of uploads: a row each, and the bytes that have arrived so far."""

from mobile_api.uploads.models.partial import PartialFile
from mobile_api.uploads.models.upload import Upload

__all__ = ["PartialFile", "Upload"]
