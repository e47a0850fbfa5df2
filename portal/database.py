"""Care of the database that Django leaves to the operator."""

from django.db import connection


def refresh_statistics() -> None:
    """Let the planner know the new sizes; without it SQLite may scan where it should seek."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
