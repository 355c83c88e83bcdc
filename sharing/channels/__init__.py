"""One drawer per outer network, all drawers alike. A channel imports no model."""
