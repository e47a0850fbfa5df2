"""Sessions in the database, sealed: they hold phone numbers and half-finished sign-ins."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from portal.privacy import encryption


class SessionStore(DatabaseStore):
    """Django's own store with sealed data; a session that no present key opens is an empty one."""

    def encode(self, session_dict):
        return encryption.seal(self.serializer().dumps(session_dict).decode("latin-1"), self._bound_to())

    def decode(self, session_data):
        try:
            opened = encryption.unseal(session_data, self._bound_to())
        except encryption.UnreadableValue:
            return {}
        return self.serializer().loads(opened.encode("latin-1"))

    def _bound_to(self) -> str:
        return f"django_session|session_data|{self.session_key}"
