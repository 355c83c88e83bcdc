"""The house's tests; the folders mirror the house."""
