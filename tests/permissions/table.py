"""How a table of this folder is written, and how one of its lines is tried.

A line names a route, the roles it opens for, and, where the address holds a key, how to make such
an object::

    Screen("supervision_groups:index", opens=OFFICES)
    Screen("supervision_groups:inspect", opens=OFFICES, make=lambda area, user: GroupFactory(area=area))
    Screen("volunteers:invitation", opens=[HELPER], make=invitation_of)   # made for ``user``

``make`` is called twice: with the visitor and their own area (the address must open) and with
somebody else and another area (the address must answer 404, by GET and by POST). For every other
role both must stay closed. A key that names no row goes into ``fixed``. ``back_office(…)`` lists
the routes of a ``GuardedViewSet`` in one line. ``everywhere`` marks rows that lie in no area.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from portal import roles

EVERYONE = "everyone"
OPEN = {200, 302, 405, 422}
CLOSED = {403, 404, 405}
OFFICES = (roles.OFFICER, roles.OFFICE_HEAD)
MONEY = (roles.FINANCE_CHECKER, roles.FINANCE_PAYER)


def _key(instance) -> list:
    return [instance.pk]


@dataclass(frozen=True)
class Screen:
    """One route: who it opens for, what it is about, and how its address is built from that."""

    route: str
    opens: Iterable[str] = ()
    make: Callable | None = None
    args: Callable = _key
    fixed: tuple = ()
    everywhere: bool = False

    @property
    def is_public(self) -> bool:
        return self.opens == EVERYONE

    def opens_for(self, role: str) -> bool:
        return self.is_public or role in self.opens

    def address(self, instance=None) -> str:
        return reverse(self.route, args=self.fixed if instance is None else self.args(instance))


def back_office(name, opens, make, actions=(), exports=(), everywhere=False) -> list[Screen]:
    """The routes of a ``GuardedViewSet``: list, detail, and its actions or pages of one object.

    ``actions`` is a list of routes that open for the same roles, or a dictionary of route to roles.
    """
    by_role = actions if isinstance(actions, dict) else dict.fromkeys(actions, opens)
    return [
        Screen(f"{name}:index", opens),
        Screen(f"{name}:index_results", opens),
        *(
            Screen(f"{name}:{route}", whom, make, everywhere=everywhere)
            for route, whom in {"inspect": opens, **by_role}.items()
        ),
        *([Screen(f"{name}:export", exports)] if exports else []),
    ]


def _target(answer) -> str:
    """Where an answer sends the browser; a fragment is sent there by a header."""
    to = answer["Location"] if answer.status_code == 302 else answer.get("HX-Redirect", "")
    return to.partition("?")[0]


def _doors() -> set[str]:
    """Where the house sends people who may not pass: to sign in, or to the first page of the admin."""
    return {reverse("account_login"), reverse("wagtailadmin_home")}


def is_open(answer) -> bool:
    return answer.status_code in OPEN and _target(answer) not in _doors()


def is_closed(answer) -> bool:
    """Refused, unknown, or sent to a door; who has no profile is sent to begin one."""
    away = {*_doors(), reverse("me"), reverse("volunteers:profile"), reverse("volunteers:start")}
    target = _target(answer)
    return target in away if target else answer.status_code in CLOSED


def is_unknown(answer) -> bool:
    """What a foreign row answers to whoever may see rows of their own: the same as a missing one."""
    return answer.status_code in {404, 405}
