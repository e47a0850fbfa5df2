"""What the public sees: pages, search, open figures, certificate check."""
