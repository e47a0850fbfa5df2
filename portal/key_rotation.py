"""Sealing everything with the newest key, in small steps, while the site serves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from portal import audit
from portal.accounts.second_factor import BOUND_TO
from portal.models import User
from portal.privacy import encryption
from portal.privacy.fields import EncryptedTextField

BATCH = 500


@dataclass
class Outcome:
    """How many values were sealed again, and which could not be opened."""

    sealed: int = 0
    unreadable: list[str] = field(default_factory=list)


def rotate() -> Outcome:
    """Seal every stored value with the newest key. Safe to run twice, and beside a serving site."""
    outcome = Outcome()
    for sealed_field in sealed_fields():
        _rotate_field(sealed_field, outcome)
    _rotate_second_factors(outcome)
    audit.record(
        "encryption_key.changed",
        by=User.objects.system(),
        key=encryption.current_key_id(),
        sealed=outcome.sealed,
        unreadable=len(outcome.unreadable),
    )
    return outcome


def sealed_fields() -> Iterator[EncryptedTextField]:
    """Every encrypted field of every model."""
    for model in apps.get_models():
        yield from (f for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField))


def _stale(sealed_field: EncryptedTextField) -> models.QuerySet:
    """Rows whose value was sealed with an older key; ``stored`` is the value as it lies in the table."""
    newest = f"{encryption.VERSION}:{encryption.current_key_id()}:"
    rows = sealed_field.model._base_manager.annotate(stored=Cast(sealed_field.name, models.TextField()))
    return rows.exclude(stored=None).exclude(stored__startswith=newest).order_by("pk")


def _rotate_field(sealed_field: EncryptedTextField, outcome: Outcome) -> None:
    last = 0
    while batch := list(
        _stale(sealed_field).filter(pk__gt=last).values_list("pk", "seal_key", "stored")[:BATCH]
    ):
        for pk, seal_key, stored in batch:
            _rotate_value(sealed_field, pk, seal_key, stored, outcome)
        last = batch[-1][0]


def _rotate_value(sealed_field, pk, seal_key, stored: str, outcome: Outcome) -> None:
    """Replace one value if it is still what we read: whoever changed it meanwhile used the newest key."""
    bound_to = sealed_field.bound_to(SimpleNamespace(seal_key=seal_key))
    try:
        token = encryption.seal(encryption.unseal(stored, bound_to), bound_to)
    except encryption.UnreadableValue as error:
        outcome.unreadable.append(f"{sealed_field.model._meta.label}.{sealed_field.name} {pk}: {error}")
        return
    unchanged = _stale(sealed_field).filter(pk=pk, stored=stored)
    outcome.sealed += unchanged.update(**{sealed_field.name: token})


def _rotate_second_factors(outcome: Outcome) -> None:
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            authenticator = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if authenticator is not None:
                _rotate_secrets(authenticator, outcome)


def _rotate_secrets(authenticator: Authenticator, outcome: Outcome) -> None:
    stale = {
        name: token
        for name, token in authenticator.data.items()
        if isinstance(token, str)
        and token.startswith(f"{encryption.VERSION}:")
        and encryption.key_id_of(token) != encryption.current_key_id()
    }
    try:
        for name, token in stale.items():
            authenticator.data[name] = encryption.seal(encryption.unseal(token, BOUND_TO), BOUND_TO)
    except encryption.UnreadableValue as error:
        outcome.unreadable.append(f"{authenticator._meta.label} {authenticator.pk}: {error}")
    else:
        authenticator.save(update_fields=["data"])
        outcome.sealed += len(stale)
