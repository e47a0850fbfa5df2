"""The helper's screens and the calendar feed."""
