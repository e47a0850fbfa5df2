"""Dull, lawful objects for tests, one module an app."""
