"""Our own middleware, one concern a file."""
