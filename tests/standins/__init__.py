"""Stand-ins for the outer world, spoken to over real SMTP and HTTP: a mailbox and X."""
