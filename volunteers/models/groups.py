"""The supervision group of one subject, its members and what they signed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.models import Area, InAreaQuerySet
from volunteers.choices import MINOR_SPECIALIST, GroupState, MemberRole

from .helpers import Helper
from .subjects import Subject


class LetterVersionQuerySet(models.QuerySet):
    def in_force(self, day):
        """The wording new groups sign on ``day``, or None."""
        return self.filter(effective_from__lte=day).order_by("-effective_from", "-number").first()

    def visible_to(self, user):
        """Every group signs the same wording."""
        return self.all()


class LetterVersion(models.Model):
    """One wording of the responsibility letter (rule 18)."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    text = models.TextField(_("responsibility letter"))
    effective_from = models.DateField(_("in force from"))

    objects = LetterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility letter")
        verbose_name_plural = _("responsibility letters")
        ordering = ["-number"]

    def __str__(self):
        return str(self.number)


class SupervisionGroupQuerySet(InAreaQuerySet):
    def in_use(self):
        """Being formed or active."""
        return self.exclude(state=GroupState.CLOSED)

    def of_member(self, user):
        """The groups ``user`` sits in today, as an officer or as a helper."""
        return self.filter(pk__in=Membership.objects.present().of_account(user).values("group"))


class SupervisionGroup(models.Model):
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="groups", verbose_name=_("subject code")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="groups", verbose_name=_("area"))
    state = models.CharField(_("state"), max_length=8, choices=GroupState, default=GroupState.DRAFT)
    letter = models.ForeignKey(
        LetterVersion,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("responsibility letter"),
    )
    # Members sign a round; a new member opens a new one, so that everybody signs again (rule 18).
    letter_round = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"), db_default=Now())
    activated_at = models.DateTimeField(_("active since"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closing_reason = models.CharField(_("reason for closing"), max_length=200, blank=True)

    objects = SupervisionGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision group")
        verbose_name_plural = _("supervision groups")
        ordering = ["-pk"]
        permissions = [("activate_supervisiongroup", _("Can activate supervision groups"))]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=~Q(state=GroupState.CLOSED),
                name="one_group_in_use_a_subject",
                violation_error_message=_("This subject already has a supervision group in use."),
            )
        ]

    def __str__(self):
        return self.subject.code

    @property
    def audit_label(self) -> str:
        return self.subject.code

    def member_accounts(self) -> list:
        """The accounts of everybody who sits in the group now, each once."""
        seats = self.memberships.present().select_related("account", "helper__account")
        accounts = [seat.account or (seat.helper and seat.helper.account) for seat in seats]
        return list({account.pk: account for account in accounts if account is not None}.values())


class MembershipQuerySet(InAreaQuerySet):
    area_lookup = "group__area"

    def present(self):
        """Members who have not left."""
        return self.filter(left_on=None)

    def of_account(self, user):
        """The seats ``user`` holds, as an officer or as a helper."""
        return self.filter(Q(account=user) | Q(helper__account=user))

    def to_sign(self):
        """Members of groups in use who have not signed the present round of the letter (rule 18)."""
        return (
            self.present()
            .exclude(group__state=GroupState.CLOSED)
            .filter(signed_round__lt=F("group__letter_round"))
            .order_by("group", "pk")
        )


class Membership(models.Model):
    """One seat taken: by a helper, by an account (officer, leader), or by a person named only by role."""

    group = models.ForeignKey(
        SupervisionGroup,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("supervision group"),
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole)
    helper = models.ForeignKey(
        Helper,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("helper"),
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    label = models.CharField(
        _("who"),
        max_length=40,
        blank=True,
        help_text=_("For members without an account: their capacity only, such as “mother” or “employer”."),
    )
    is_female = models.BooleanField(_("woman"), default=False)
    # Of officers and members by capacity; of a helper it is confirmed in vetting (``knows_minors``).
    is_minor_specialist = models.BooleanField(_("familiar with minors"), default=False)
    position = models.ForeignKey(
        "volunteers.Position",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("position"),
    )
    joined_on = models.DateField(_("joined"))
    left_on = models.DateField(_("left"), null=True, blank=True)
    leaving_reason = models.CharField(_("reason"), max_length=200, blank=True)
    signed_round = models.PositiveIntegerField(default=0, editable=False)
    signed_at = models.DateTimeField(_("letter signed"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "helper"], condition=Q(left_on=None), name="one_seat_a_helper_and_group"
            ),
            models.UniqueConstraint(
                fields=["group", "account"], condition=Q(left_on=None), name="one_seat_an_account_and_group"
            ),
            models.UniqueConstraint(
                fields=["position"], condition=Q(left_on=None), name="one_member_a_position"
            ),
            models.CheckConstraint(
                condition=Q(helper__isnull=False, account=None, label="")
                | Q(helper=None, account__isnull=False, label="")
                | (Q(helper=None, account=None) & ~Q(label="")),
                name="member_is_one_person",
            ),
            models.UniqueConstraint(
                fields=["group"], condition=Q(left_on=None, role=MemberRole.LEADER), name="one_leader_a_group"
            ),
        ]

    def __str__(self):
        return self.who

    @property
    def who(self) -> str:
        """A name for the group's own screens: the helper's, the officer's, or the capacity."""
        return (self.helper.name if self.helper_id else str(self.account or "")) or self.label

    @property
    def knows_minors(self) -> bool:
        """Familiar with minors: what an officer confirmed of a helper, as it stands today (rule 15)."""
        return MINOR_SPECIALIST in self.helper.tags if self.helper_id else self.is_minor_specialist

    @property
    def audit_label(self) -> str:
        """Never a name: the group's code and the seat."""
        return f"{self.group} #{self.pk}"

    @property
    def area_id(self) -> int:
        return self.group.area_id


class NoContactQuerySet(InAreaQuerySet):
    area_lookup = "subject__area"

    def in_force(self):
        """Not lifted by the county agency's recorded approval."""
        return self.filter(lifted_at=None)


class NoContact(models.Model):
    """Two who must not meet: a subject and another subject, or a subject and a helper (rule 66)."""

    subject = models.ForeignKey(
        Subject,
        on_delete=models.PROTECT,
        related_name="no_contacts",
        verbose_name=pgettext_lazy("correction", "subject"),
    )
    other_subject = models.ForeignKey(
        Subject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("other subject"),
    )
    helper = models.ForeignKey(
        Helper,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="no_contacts",
        verbose_name=_("helper"),
    )
    reason = models.CharField(_("reason"), max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    approval_number = models.CharField(_("approval of the county agency"), max_length=60, blank=True)

    objects = NoContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("no-contact pair")
        verbose_name_plural = _("no-contact pairs")
        ordering = ["-pk"]
        permissions = [("lift_nocontact", _("Can record that a no-contact pair was lifted"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None) | ~Q(approval_number=""), name="no_contact_lifted_with_approval"
            ),
            models.CheckConstraint(
                condition=Q(other_subject=None, helper__isnull=False)
                | Q(other_subject__isnull=False, helper=None),
                name="no_contact_with_one_other",
            ),
        ]

    def __str__(self):
        return f"{self.subject} · {self.other_subject or self.helper}"

    @property
    def audit_label(self) -> str:
        return f"{self.subject.code} · {self.other_subject or self.helper.number}"

    @property
    def area_id(self) -> int:
        return self.subject.area_id
