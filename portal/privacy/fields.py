"""A model field that stores sealed text and never shows it by accident."""

from django.db import models

from . import encryption


class SealedText:
    """A personal value on an instance: prints as dots, opens only by ``reveal()``."""

    __slots__ = ("_bound_to", "_plaintext", "_token")

    def __init__(self, *, plaintext: str | None = None, token: str | None = None, bound_to: str = ""):
        self._plaintext, self._token, self._bound_to = plaintext, token, bound_to

    def __str__(self) -> str:
        return "••••••"

    def __repr__(self) -> str:
        return "<SealedText>"

    def __eq__(self, other) -> bool:
        return isinstance(other, SealedText) and self.reveal() == other.reveal()

    __hash__ = None

    def reveal(self) -> str:
        """The plain value. Callers that show it to a person audit the reveal."""
        if self._plaintext is None:
            assert self._token is not None, "a sealed text holds a plain value or a token"
            self._plaintext = encryption.unseal(self._token, self._bound_to)
        return self._plaintext

    def blind_index(self, purpose: str) -> str:
        """The keyed hash of the plain value."""
        return encryption.blind_index(self.reveal(), purpose)

    def token(self, bound_to: str) -> str:
        """The stored form for ``bound_to``; an unchanged value keeps its ciphertext unless its key is old."""
        current = self._token is not None and self._bound_to == bound_to
        if current and encryption.key_id_of(self._token) == encryption.current_key_id():
            return self._token
        self._token, self._bound_to = encryption.seal(self.reveal(), bound_to), bound_to
        return self._token


class _SealedAttribute:
    """Gives ``None`` or a ``SealedText`` bound to its row; takes a plain string or either of those."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = instance.__dict__.get(self.field.attname)
        if isinstance(value, _Stored):
            value = SealedText(token=str(value), bound_to=self.field.bound_to(instance))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance, value):
        if isinstance(value, str) and not isinstance(value, _Stored):
            value = SealedText(plaintext=value) if value else None
        instance.__dict__[self.field.attname] = value


class _Stored(str):
    """A token as it came from the database."""


class EncryptedTextField(models.TextField):
    """Text sealed with the row's ``seal_key`` (a UUID field of the model). Empty is stored as NULL."""

    def __init__(self, *args, **kwargs):
        kwargs["null"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        return name, path, args, kwargs

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _SealedAttribute(self))

    def bound_to(self, instance) -> str:
        """The place a value belongs to: table, column and row key."""
        return f"{self.model._meta.db_table}|{self.column}|{instance.seal_key}"

    def from_db_value(self, value, expression, connection):
        return _Stored(value) if value else None

    def pre_save(self, model_instance, add):
        value = getattr(model_instance, self.attname)
        return value.token(self.bound_to(model_instance)) if value is not None else None

    def get_prep_value(self, value):
        if value is None or (isinstance(value, str) and value.startswith(f"{encryption.VERSION}:")):
            return value
        raise TypeError(f"{self.name} is sealed: save the instance instead of updating the column")

    def value_to_string(self, obj):
        return ""

    def value_from_object(self, obj):
        value = getattr(obj, self.attname)
        return value.reveal() if value is not None else ""

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
