"""WHO: people, organisations, roles, supporters, sign-in."""
