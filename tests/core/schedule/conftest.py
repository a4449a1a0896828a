"""Fixtures of this folder."""
from tests.session_fixtures import clock, profile, session

__all__ = ["clock", "profile", "session"]
