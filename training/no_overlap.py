"""The database's own refusal of double bookings (rule 23), should an action ever fail to look.

PostgreSQL holds exclusion constraints. SQLite has none, so triggers refuse the second row; Django
rebuilds a table to alter it there and drops its triggers, so ``install`` runs after every migrate.
"""

from django.db import connections

RESOURCES = ("helper", "room", "subject")
TABLE = "training_booking"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS booking_no_overlap_{resource}_{event}
BEFORE {when} ON {table}
WHEN NEW.active AND NEW.{resource}_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM {table} AS other
    WHERE other.{resource}_id = NEW.{resource}_id AND other.active AND other.id IS NOT NEW.id
      AND other.held_from < NEW.held_to AND NEW.held_from < other.held_to
)
BEGIN SELECT RAISE(ABORT, 'booking_no_overlap_{resource}'); END
"""
_POSTGRESQL = """
ALTER TABLE {table} ADD CONSTRAINT booking_no_overlap_{resource}
EXCLUDE USING gist ({resource}_id WITH =, tstzrange(held_from, held_to) WITH &&)
WHERE (active AND {resource}_id IS NOT NULL)
"""


def install(using: str = "default") -> None:
    """Put the backstop in place; doing it twice changes nothing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for resource in RESOURCES:
                updated = f"UPDATE OF {resource}_id, held_from, held_to, active"
                for event, when in (("insert", "INSERT"), ("update", updated)):
                    cursor.execute(_SQLITE.format(resource=resource, event=event, when=when, table=TABLE))
        elif connection.vendor == "postgresql":
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'x'", [TABLE]
            )
            present = {name for (name,) in cursor.fetchall()}
            for resource in RESOURCES:
                if f"booking_no_overlap_{resource}" not in present:
                    cursor.execute(_POSTGRESQL.format(resource=resource, table=TABLE))


def after_migrate(sender, using: str, **kwargs) -> None:
    """Receiver of ``post_migrate`` for this app."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(using)
