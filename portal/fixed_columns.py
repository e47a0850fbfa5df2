"""Columns that are written once: the database itself refuses to change them, the rest of the row may change.

Mark a model with ``@fixed_columns("is_minor")``. Like the triggers of ``portal.append_only`` these are put
in place after every ``migrate``, because SQLite drops them whenever a migration rebuilds the table.
"""

from django.db import connections, models

_models: list[tuple[type[models.Model], tuple[str, ...]]] = []


def fixed_columns(*columns: str):
    """Class decorator: ``columns`` keep the value they were inserted with."""

    def mark(model: type[models.Model]) -> type[models.Model]:
        _models.append((model, columns))
        return model

    return mark


def _sqlite_statements(table: str, columns: tuple[str, ...]) -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    return [
        f"DROP TRIGGER IF EXISTS {table}_fixed",
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} WHEN {changed} "
        f"BEGIN SELECT RAISE(ABORT, 'a fixed column of {table} was to change'); END",
    ]


def _postgresql_statements(table: str, columns: tuple[str, ...]) -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return [
        "CREATE OR REPLACE FUNCTION refuse_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a fixed column of % was to change', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_fixed BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN ({changed}) EXECUTE FUNCTION refuse_fixed()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_fixed",
    ]


def protect_all(sender, using="default", **kwargs) -> None:
    """After ``migrate``: protect the marked columns of the app ``sender``."""
    connection = connections[using]
    build = _sqlite_statements if connection.vendor == "sqlite" else _postgresql_statements
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for model, columns in _models:
            if model._meta.app_label == sender.label and model._meta.db_table in tables:
                for statement in build(model._meta.db_table, columns):
                    cursor.execute(statement)
