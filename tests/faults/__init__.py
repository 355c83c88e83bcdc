"""Kills, crowds and engines that go away: nothing lost, nothing doubled."""
