"""The database as it stood before a migration, for tests of those that move rows."""

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate_to(app: str, migration: str) -> Apps:
    """Go forwards or back to just after ``migration`` and return the models of that day."""
    executor = MigrationExecutor(connection)
    executor.migrate([(app, migration)])
    return MigrationExecutor(connection).loader.project_state([(app, migration)]).apps
