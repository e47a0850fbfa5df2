"""One account per person; e-mail is its name, a phone number a second way to it."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Permission, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.privacy.fields import EncryptedTextField, SealedText

from .areas import Area, Office, covers_everything


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever administers accounts sees those of the offices in their areas, everybody else their own.

        An account without an office (a helper's) lies in no area: it is seen by whoever covers them all.
        """
        if user.is_superuser:
            return self.all()
        own = models.Q(pk=user.pk)
        if not user.has_perm("portal.view_user"):
            return self.filter(own)
        if covers_everything(user):
            return self.all()
        return self.filter(own | models.Q(office__in=Office.objects.visible_to(user).values("pk")))

    def who_may(self, permission: str, office):
        """Active accounts of ``office`` whose role holds ``permission`` (``app.codename``)."""
        app, codename = permission.split(".")
        granted = Permission.objects.filter(content_type__app_label=app, codename=codename)
        return self.filter(office=office, is_active=True, groups__permissions__in=granted).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields):
        """Store an account; the e-mail address is kept in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """For the operator's console only; no role of the portal is a superuser."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())

    def system(self):
        """The account that background work acts as; it can never verify, accept or pay."""
        user, _created = self.get_or_create(
            email="system@xieshou.invalid", defaults={"name": "系统", "is_system": True, "password": "!"}
        )
        return user


class User(AbstractBaseUser, PermissionsMixin):
    seal_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    email = models.EmailField(_("e-mail address"), unique=True)
    phone = EncryptedTextField(_("phone number"), blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    phone_verified = models.BooleanField(_("phone number confirmed"), default=False)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    office = models.ForeignKey(
        "portal.Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("office"),
    )
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("active"), default=True)
    is_system = models.BooleanField(_("system account"), default=False, editable=False)
    date_joined = models.DateTimeField(pgettext_lazy("account", "joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index"],
                # An unconfirmed number claims nothing, or anyone could keep its owner out.
                condition=models.Q(phone_verified=True) & ~models.Q(phone_index=""),
                name="one_account_a_phone",
                violation_error_message=_("This phone number is already in use. Sign in with it instead."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        self.phone_index = self.phone.blind_index("phone") if isinstance(self.phone, SealedText) else ""
        fields = kwargs.get("update_fields")
        if fields is not None and "phone" in fields:
            kwargs["update_fields"] = {*fields, "phone_index"}
        super().save(*args, **kwargs)

    @property
    def first_name(self):
        """What Wagtail's sidebar calls the person."""
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name or self.email

    @property
    def areas(self):
        """The areas this person's office covers; empty for helpers."""
        return Area.objects.filter(offices=self.office_id) if self.office_id else Area.objects.none()

    @property
    def audit_area_id(self) -> int | None:
        """Where the entries about this account lie in the audit log; nowhere without an office."""
        return self.office.audit_area_id if self.office_id else None

    @property
    def works_in_back_office(self) -> bool:
        """Whether a second factor is required of this account."""
        return self.is_active and self.has_perm("wagtailadmin.access_admin")
