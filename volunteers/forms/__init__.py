"""Forms of the helper's screens."""
