"""WHY, and putting one's name to it: causes and the act of signing."""
