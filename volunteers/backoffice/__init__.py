"""The officers' screens of people and groups."""
