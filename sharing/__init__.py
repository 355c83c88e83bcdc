"""HOW it spreads: clicks, channels, posts, growth."""
