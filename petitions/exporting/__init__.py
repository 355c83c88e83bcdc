"""Taking signatures out: which columns, which rows, and the bytes of the file."""
