"""Tables whose rows are written once: the database itself refuses to change or delete them (rule 61).

A model may name the one condition under which an old row may leave (``allow_deletion``); the database
judges it, so no program needs the triggers gone.

Mark a model with ``@append_only``. After every ``migrate`` its triggers are put in place again,
because SQLite drops them silently whenever a migration rebuilds the table. On SQLite the
connection's ``recursive_triggers`` keeps REPLACE from slipping past; on PostgreSQL a statement
trigger refuses TRUNCATE as well. A correction is a new row.
"""

from collections.abc import Callable

from django.core.checks import Error, Tags, register
from django.db import connections, models

_models: list[type[models.Model]] = []
_may_leave: dict[type[models.Model], Callable[[str], str]] = {}

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: its rows are written once', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

_POSTGRESQL_EXCEPTION = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% of % is refused: its rows are written once', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only(model: type[models.Model]) -> type[models.Model]:
    """Class decorator: rows of ``model`` can be added and read, nothing else."""
    _models.append(model)
    return model


def allow_deletion(model: type[models.Model], condition: Callable[[str], str]) -> None:
    """Let a row go where ``condition(vendor)``, SQL about the row ``OLD``, holds."""
    _may_leave[model] = condition


def _triggers(model, vendor: str) -> dict[str, tuple[str, str]]:
    """Event and level of each trigger by its name."""
    table = model._meta.db_table
    events = {"UPDATE": "ROW", "DELETE": "ROW"}
    if vendor == "postgresql":
        events["TRUNCATE"] = "STATEMENT"
    return {f"{table}_no_{event.lower()}": (event, level) for event, level in events.items()}


def _sqlite_statements(model) -> list[str]:
    table = model._meta.db_table
    statements = []
    for name, (event, _level) in _triggers(model, "sqlite").items():
        unless = (
            f"WHEN NOT ({_may_leave[model]('sqlite')}) " if event == "DELETE" and model in _may_leave else ""
        )
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {unless}"
            f"BEGIN SELECT RAISE(ABORT, '{event} of {table} is refused: its rows are written once'); END",
        ]
    return statements


def _postgresql_statements(model) -> list[str]:
    table = model._meta.db_table
    statements = [_POSTGRESQL_FUNCTION]
    for name, (event, level) in _triggers(model, "postgresql").items():
        function = "refuse_change"
        if event == "DELETE" and model in _may_leave:
            function = f"refuse_change_of_{table}"
            statements.append(
                _POSTGRESQL_EXCEPTION.format(function=function, condition=_may_leave[model]("postgresql"))
            )
        statements.append(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION {function}()"
        )
        # ALWAYS: a session that plays replica would otherwise skip the trigger.
        statements.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    return statements


def protect(model: type[models.Model], using: str = "default") -> None:
    """Put the triggers of ``model`` in place."""
    connection = connections[using]
    build = _sqlite_statements if connection.vendor == "sqlite" else _postgresql_statements
    with connection.cursor() as cursor:
        for statement in build(model):
            cursor.execute(statement)


def unprotected(using: str = "default") -> list[str]:
    """The append-only tables that lack a trigger."""
    connection = connections[using]
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        present = {name for (name,) in cursor.fetchall()}
        tables = connection.introspection.table_names(cursor)
    return [
        model._meta.db_table
        for model in _models
        if model._meta.db_table in tables and not present.issuperset(_triggers(model, connection.vendor))
    ]


def protect_all(sender, using="default", **kwargs) -> None:
    """After ``migrate``: protect the append-only tables of the app ``sender``."""
    with connections[using].cursor() as cursor:
        tables = connections[using].introspection.table_names(cursor)
    for model in _models:
        if model._meta.app_label == sender.label and model._meta.db_table in tables:
            protect(model, using)


@register(Tags.database)
def append_only_tables_are_protected(app_configs, databases=None, **kwargs):
    """``check --database default`` names every append-only table whose triggers are gone."""
    return [
        Error(
            f"Rows of {table} can be changed: a trigger is missing.",
            hint="Find out who removed it; migrate --skip-checks puts it back.",
            id="xieshou.E006",
        )
        for using in databases or []
        for table in unprotected(using)
    ]
