"""Public screens that are no pages: search, feed."""
