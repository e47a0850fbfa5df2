"""Keeps confirmed records unchanged, a helper's hours apart and roster periods too, in the database itself.

Rules 29, 33 and 47: what the actions judge, raw SQL cannot get round.

SQLite triggers vanish when Django rebuilds a table to alter it, so ``install`` runs after every ``migrate``.
"""

from django.db import connections

RECORDS = "services_servicerecord"
ROSTER = "services_rosterentry"
# What a record says of the service itself; state and the hands that follow are set step by step.
FIXED = (
    "account",
    "helper_id",
    "helper_account_id",
    "booking_id",
    "contract_item_id",
    "office_id",
    "area_id",
    "county_id",
    "town_id",
    "ym",
    "kind",
    "help_kind",
    "served_on",
    "starts_at",
    "ends_at",
    "break_minutes",
    "minutes",
    "is_excess",
    "person_times",
    "content",
    "consent_evidence",
    "recorded_by_id",
    "verified_by_id",
    "rate_fen",
    "amount_fen",
)
# Once set by its hand, each of these stays.
SET_ONCE = ("acceptance_id", "accepted_by_id", "settlement_id", "settled_by_id", "payment_id", "paid_by_id")
CONFIRMED = "OLD.state IN ('verified', 'reversed')"


def install(using: str = "default") -> None:
    """Put the triggers in place; doing it twice changes nothing."""
    connection = connections[using]
    build = {"sqlite": _sqlite, "postgresql": _postgresql}.get(connection.vendor)
    if build is None:
        return
    with connection.cursor() as cursor:
        for statement in build():
            cursor.execute(statement)


def _changed(differs: str) -> str:
    fixed = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in FIXED)
    once = " OR ".join(f"(OLD.{name} IS NOT NULL AND OLD.{name} {differs} NEW.{name})" for name in SET_ONCE)
    share = f"OLD.payable_minutes {differs} NEW.payable_minutes OR OLD.payable_fen {differs} NEW.payable_fen"
    back = "(OLD.state = 'reversed' AND NEW.state <> 'reversed') OR NEW.state NOT IN ('verified', 'reversed')"
    return f"{CONFIRMED} AND ({fixed} OR {once} OR {back} OR (OLD.settlement_id IS NOT NULL AND ({share})))"


def _overlap(row: str, this: str) -> str:
    claiming = "state IN ('logged', 'verified')"
    same_helper = f"other.helper_id = {row}.helper_id AND other.id {this} {row}.id AND other.{claiming}"
    same_time = f"other.starts_at < {row}.ends_at AND {row}.starts_at < other.ends_at"
    others = f"SELECT 1 FROM {RECORDS} AS other WHERE {same_helper} AND {same_time}"  # noqa: S608 - our own names
    return f"{row}.{claiming} AND EXISTS ({others})"


def _roster_overlap(row: str, this: str) -> str:
    same_person = (
        f"other.contract_id = {row}.contract_id AND other.helper_id = {row}.helper_id "
        f"AND other.id {this} {row}.id"
    )
    same_days = (
        f"(other.to_day IS NULL OR other.to_day >= {row}.from_day) "
        f"AND ({row}.to_day IS NULL OR {row}.to_day >= other.from_day)"
    )
    return f"EXISTS (SELECT 1 FROM {ROSTER} AS other WHERE {same_person} AND {same_days})"  # noqa: S608 - our own names


def _sqlite():
    yield _sqlite_trigger(
        "record_is_final", f"BEFORE UPDATE ON {RECORDS}", _changed("IS NOT"), "record_is_final"
    )
    yield _sqlite_trigger("record_stays", f"BEFORE DELETE ON {RECORDS}", CONFIRMED, "record_is_final")
    for event in ("INSERT", "UPDATE OF helper_id, starts_at, ends_at, state"):
        name = f"record_no_overlap_{event[:6].lower()}"
        yield _sqlite_trigger(
            name, f"BEFORE {event} ON {RECORDS}", _overlap("NEW", "IS NOT"), "record_no_overlap"
        )
    for event in ("INSERT", "UPDATE"):
        name = f"roster_no_overlap_{event.lower()}"
        yield _sqlite_trigger(
            name, f"BEFORE {event} ON {ROSTER}", _roster_overlap("NEW", "IS NOT"), "roster_no_overlap"
        )


def _sqlite_trigger(name: str, event: str, condition: str, message: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} {event} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql():
    yield "CREATE EXTENSION IF NOT EXISTS btree_gist"
    yield (
        "CREATE OR REPLACE FUNCTION services_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    update = f"BEFORE UPDATE ON {RECORDS} FOR EACH ROW WHEN ({_changed('IS DISTINCT FROM')})"
    yield _postgresql_trigger("record_is_final", update, "record_is_final")
    stays = f"BEFORE DELETE ON {RECORDS} FOR EACH ROW WHEN ({CONFIRMED})"
    yield _postgresql_trigger("record_stays", stays, "record_is_final")
    exclude = (
        "EXCLUDE USING gist (helper_id WITH =, tstzrange(starts_at, ends_at) WITH &&) "
        "WHERE (state IN ('logged', 'verified'))"
    )
    yield _postgresql_constraint(RECORDS, "record_no_overlap", exclude)
    periods = (
        "EXCLUDE USING gist (contract_id WITH =, helper_id WITH =, daterange(from_day, to_day, '[]') WITH &&)"
    )
    yield _postgresql_constraint(ROSTER, "roster_no_overlap", periods)


def _postgresql_constraint(table: str, name: str, definition: str) -> str:
    absent = f"NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}')"  # noqa: S608 - our own names
    add = f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
    return f"DO $$ BEGIN IF {absent} THEN {add}; END IF; END $$"


def _postgresql_trigger(name: str, event: str, message: str) -> str:
    return f"CREATE OR REPLACE TRIGGER {name} {event} EXECUTE FUNCTION services_refuse('{message}')"


def after_migrate(sender, using: str, **kwargs) -> None:
    """Receiver of ``post_migrate`` for this app."""
    if RECORDS in connections[using].introspection.table_names():
        install(using)
