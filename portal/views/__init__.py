"""Screens that belong to no single app."""
