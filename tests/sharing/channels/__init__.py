"""Channels, tested against stand-ins over real HTTP; no database."""
