"""Sharing in the back office."""
