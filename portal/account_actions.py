"""What an administrator does with accounts: open one, set office and roles, close it, open it again."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal import audit, notice_texts, roles
from portal.actions import refuse_if, require
from portal.models import Office, User
from portal.notifications import notify
from portal.rules import SAFEGUARD, Violation

notice_texts.register(
    "account.opened",
    _("An account was opened for you"),
    _(
        "On the sign-in page choose “forgotten password”, enter this address and set your password. Whoever "
        "works in the back office also sets up a second step then."
    ),
)

ADMINISTER = "portal.change_user"
NEED_AN_OFFICE = frozenset(
    {
        roles.OFFICER,
        roles.OFFICE_HEAD,
        roles.FINANCE_CHECKER,
        roles.FINANCE_PAYER,
        roles.AUDITOR,
        roles.SUPPLIER_MANAGER,
    }
)


def not_oneself(account: User, by: User) -> Violation | None:
    """Nobody gives themselves rights or takes them away."""
    if account.pk != by.pk:
        return None
    return Violation("account.own", _("You cannot change your own account here. Ask another administrator."))


def not_the_system(account: User) -> Violation | None:
    """The account that background work acts as holds no role and no password."""
    if not account.is_system:
        return None
    return Violation("account.system", _("This account belongs to the system. It cannot be changed."))


def roles_fit_together(names: list[str]) -> Violation | None:
    """Whoever checks a payment does not also make it, nor does whoever hands out rights audit them."""
    if {roles.FINANCE_CHECKER, roles.FINANCE_PAYER} <= set(names):
        message = _("Checking and paying belong to two persons. Choose one of the two roles.")
        return Violation("account.two_hands", message, field="roles")
    if {roles.ADMINISTRATOR, roles.AUDITOR} <= set(names):
        message = _("Administering and auditing belong to two persons. Choose one of the two roles.")
        return Violation("account.audits_oneself", message, field="roles")
    return None


def roles_are_known(names: list[str]) -> Violation | None:
    """A role nobody knows would be written down and never given."""
    if set(names) <= set(roles.ALL):
        return None
    return Violation("account.unknown_role", _("Choose roles from the list."), field="roles")


def office_is_ones_own(office: Office | None, current: Office | None, by: User) -> Violation | None:
    """Whoever is put into an office sees its areas; an administrator hands out only their own."""
    if office in (None, current) or Office.objects.visible_to(by).filter(pk=office.pk).exists():
        return None
    return Violation("account.foreign_office", _("Choose an office of your own areas."), field="office")


def reason_is_given(reason: str) -> Violation | None:
    """Every change of somebody's rights says why."""
    if reason.strip():
        return None
    return Violation("account.needs_reason", _("Say why, or name the document."), SAFEGUARD, field="reason")


def office_is_there(names: list[str], office: Office | None) -> Violation | None:
    """Without an office whoever works with rows of an area would see none at all."""
    needed = set(names) & NEED_AN_OFFICE
    if not needed or office is not None:
        return None
    return Violation("account.no_office", _("Choose the office this person works in."), field="office")


def address_is_free(taken: bool) -> Violation | None:
    """One account a person."""
    if not taken:
        return None
    return Violation("account.taken", _("There is an account with this address already."), field="email")


@transaction.atomic
def open_account(*, email: str, name: str, office: Office | None, roles: list[str], by: User) -> User:
    """An account for a colleague, without a password: a mail says how "forgotten password" sets one."""
    require(by, "portal.add_user")
    taken = User.objects.filter(email=email.lower()).exists()
    refuse_if(
        address_is_free(taken),
        roles_are_known(roles),
        roles_fit_together(roles),
        office_is_there(roles, office),
        office_is_ones_own(office, None, by),
        by=by,
    )
    try:
        with transaction.atomic():
            account = User.objects.create_user(email, name=name, office=office)
    except IntegrityError:  # another administrator was quicker
        refuse_if(address_is_free(True), by=by)
        raise
    account.groups.set(Group.objects.filter(name__in=roles))
    audit.record("account.opened", account, by=by, office=str(office or ""), roles=sorted(roles))
    notify([account], "account.opened", about=account)
    return account


@transaction.atomic
def assign(account: User, *, office: Office | None, roles: list[str], reason: str, by: User) -> User:
    """Set the office and the roles of an account; its open sessions end, so that they hold at once."""
    account = User.objects.select_for_update().get(pk=account.pk)
    require(by, ADMINISTER, account)
    refuse_if(
        not_oneself(account, by),
        not_the_system(account),
        roles_are_known(roles),
        roles_fit_together(roles),
        office_is_there(roles, office),
        office_is_ones_own(office, account.office, by),
        reason_is_given(reason),
        about=account,
        by=by,
    )
    before = {
        "office": str(account.office or ""),
        "roles": sorted(account.groups.values_list("name", flat=True)),
    }
    account.office = office
    account.save(update_fields=["office"])
    account.groups.set(Group.objects.filter(name__in=roles))
    end_sessions(account)
    after = {"office": str(office or ""), "roles": sorted(roles)}
    audit.record("account.assigned", account, by=by, reason=reason, before=before, after=after)
    return account


@transaction.atomic
def close(account: User, *, reason: str, by: User) -> User:
    """Nobody signs in with this account any more; what it did stays."""
    account = _switched(account, on=False, reason=reason, by=by)
    end_sessions(account)
    audit.record("account.closed", account, by=by, reason=reason)
    return account


@transaction.atomic
def reopen(account: User, *, reason: str, by: User) -> User:
    """Signing in is possible again."""
    account = _switched(account, on=True, reason=reason, by=by)
    audit.record("account.reopened", account, by=by, reason=reason)
    return account


def _switched(account: User, *, on: bool, reason: str, by: User) -> User:
    account = User.objects.select_for_update().get(pk=account.pk)
    require(by, ADMINISTER, account)
    refuse_if(
        not_oneself(account, by), not_the_system(account), reason_is_given(reason), about=account, by=by
    )
    account.is_active = on
    account.save(update_fields=["is_active"])
    return account


def end_sessions(account: User) -> None:
    """Sign ``account`` out everywhere."""
    for session in UserSession.objects.filter(user=account):
        session.end()
