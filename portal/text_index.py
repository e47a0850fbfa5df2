"""A word index over a searchable column (``portal.zh.column``): the fast way to what LIKE would find.

Mark a model with ``@text_index("search_text")``; filter with ``containing(rows, zh.fragments(query))``.
SQLite keeps a full-text table beside the model's, PostgreSQL a stored vector with an inverted index.
Both follow the column by themselves, so a save costs no further query. Like the triggers of
``portal.append_only`` they are put in place after every ``migrate``: SQLite drops triggers whenever a
migration rebuilds the table.
"""

from django.db import connections, models
from django.db.models.expressions import RawSQL

_columns: dict[type[models.Model], str] = {}


def text_index(column: str):
    """Class decorator: keep a word index of ``column``."""

    def mark(model: type[models.Model]) -> type[models.Model]:
        _columns[model] = column
        return model

    return mark


def containing(queryset: models.QuerySet, fragments: list[str]) -> models.QuerySet:
    """The rows whose column contains every one of ``fragments`` (``portal.zh.fragments``)."""
    if not fragments:
        return queryset
    build = _sqlite_rows if connections[queryset.db].vendor == "sqlite" else _postgresql_rows
    return queryset.filter(pk__in=build(queryset.model._meta.db_table, fragments))


def _is_phrase(fragment: str) -> bool:
    """Whether the fragment stands for whole tokens; any other is the beginning of one."""
    return fragment.endswith(" ")


def _sqlite_rows(table: str, fragments: list[str]) -> RawSQL:
    terms = [f'"{text.strip()}"{"" if _is_phrase(text) else "*"}' for text in fragments]
    return RawSQL(f"SELECT rowid FROM {table}_words WHERE {table}_words MATCH %s", [" AND ".join(terms)])


def _postgresql_rows(table: str, fragments: list[str]) -> RawSQL:
    calls = [
        "phraseto_tsquery('simple', %s)" if _is_phrase(text) else "to_tsquery('simple', %s)"
        for text in fragments
    ]
    terms = [text.strip() if _is_phrase(text) else f"'{text.strip()}':*" for text in fragments]
    return RawSQL(f"SELECT id FROM {table} WHERE words @@ ({' && '.join(calls)})", terms)


def install_all(sender, using="default", **kwargs) -> None:
    """After ``migrate``: index the marked models of the app ``sender``; doing it twice changes nothing."""
    connection = connections[using]
    install = _install_on_sqlite if connection.vendor == "sqlite" else _install_on_postgresql
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for model, column in _columns.items():
            table = model._meta.db_table
            if model._meta.app_label == sender.label and table in tables:
                install(cursor, table, column)


def _install_on_sqlite(cursor, table: str, column: str) -> None:
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE %s", [f"{table}_words_%_after"])
    if cursor.fetchone()[0] == 3:
        return
    forget = (
        f"INSERT INTO {table}_words ({table}_words, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column})"
    )
    learn = f"INSERT INTO {table}_words (rowid, {column}) VALUES (NEW.id, NEW.{column})"
    triggers = {"INSERT": learn, "DELETE": forget, f"UPDATE OF {column}": f"{forget}; {learn}"}
    cursor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}_words USING fts5({column}, content='{table}', "
        f"content_rowid='id', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
    )
    for event, statements in triggers.items():
        name = f"{table}_words_{event.split()[0].lower()}_after"
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {statements}; END")
    cursor.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('rebuild')")


def _install_on_postgresql(cursor, table: str, column: str) -> None:
    cursor.execute(
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS words tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('simple', {column})) STORED"
    )
    cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin (words)")
