"""What is printed: the paper form, and the kit for the day of the handover."""
