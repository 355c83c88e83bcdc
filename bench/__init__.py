"""Figures, measured on one machine in one run beside minimal views: `./dev bench`."""
