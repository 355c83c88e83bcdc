"""Tests of the one door, `./dev`."""
