"""Accounts, areas and offices for tests.

``user_with_role(OFFICER, area)`` is what most tests need: an account that holds the role and works
in an office covering the area. ``login(client, user)`` signs it in with its second factor passed.
"""

import factory
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import RequestFactory
from factory.django import DjangoModelFactory

from portal.models import Area, AreaLevel, Office, OfficeKind, User

COUNTY_BASE = 990100000000


class AreaFactory(DjangoModelFactory):
    """A county. ``AreaFactory(parent=county)`` is a town, ``AreaFactory(parent=town)`` a community."""

    class Meta:
        model = Area

    name = factory.Sequence(lambda n: f"区划{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent", None)
        if parent is None:
            number = Area.get_root_nodes().count() + 1
            kwargs.setdefault("code", str(COUNTY_BASE + number * 1_000_000))
            kwargs.setdefault("level", AreaLevel.COUNTY)
            return Area.add_root(**kwargs)
        parent.refresh_from_db()
        is_town = parent.level == AreaLevel.COUNTY
        step = 1000 if is_town else 1
        kwargs.setdefault("code", str(int(parent.code) + (parent.numchild + 1) * step))
        kwargs.setdefault("level", AreaLevel.TOWN if is_town else AreaLevel.COMMUNITY)
        return parent.add_child(**kwargs)


class OfficeFactory(DjangoModelFactory):
    """A judicial office. ``OfficeFactory(areas=[town])`` covers the town and all below it."""

    class Meta:
        model = Office
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"第{n}司法所")
    kind = OfficeKind.JUDICIAL_OFFICE
    # Nothing can be logged where no unit is entitled to record (rule 72).
    may_certify = True

    @factory.post_generation
    def areas(office, create, areas, **kwargs):
        if areas:
            office.areas.set(areas)


class UserFactory(DjangoModelFactory):
    """An account without any role, as a helper has at first. ``roles=[OFFICER]`` puts it into groups."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"人员{n}")
    password = "!"

    @factory.post_generation
    def roles(user, create, roles, **kwargs):
        if roles:
            user.groups.set(Group.objects.filter(name__in=roles))


def user_with_role(role: str, area: Area | None = None, **fields) -> User:
    """An account that holds ``role``; with ``area``, in an office of its own that covers it."""
    if area is not None:
        fields.setdefault("office", OfficeFactory(areas=[area]))
    return UserFactory(roles=[role], **fields)


def login(client, user: User) -> User:
    """Sign ``user`` in; whoever works in the back office has passed the second factor."""
    client.force_login(user)
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, method="password", email=user.email)
    if user.works_in_back_office:
        Authenticator.objects.get_or_create(
            user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "A" * 32}}
        )
        record_authentication(request, user, method="mfa", type="totp")
    request.session.save()
    return user
