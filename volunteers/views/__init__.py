"""The helper's screens of people and groups."""
