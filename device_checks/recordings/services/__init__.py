"""Acts on what recorders kept."""

from device_checks.recordings.services.asking import ask_recorder, ask_some
from device_checks.recordings.services.checking import declare_recordings, seed_recording_terms

__all__ = ["ask_recorder", "ask_some", "declare_recordings", "seed_recording_terms"]
