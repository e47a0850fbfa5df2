"""Signing up, signing in, the second factor: what this house adds to django-allauth."""
