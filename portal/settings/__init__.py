"""Settings by topic; ``main`` gathers them for a running site, ``test`` for the suite."""
