"""What an organisation's own systems hear."""
