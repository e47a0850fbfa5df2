"""Courses for helpers, and who passed them."""

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.models import Area, InAreaQuerySet, visible_area_ids
from training import wording
from volunteers.models import Helper

from .rooms import areas_above


class CourseQuerySet(InAreaQuerySet):
    def visible_to(self, user):
        """Courses of the user's areas and of the county above, which trains for all its towns."""
        if user.is_superuser:
            return self.all()
        paths = user.areas.values_list("path", flat=True)
        return self.filter(area__in={*visible_area_ids(user), *areas_above(paths)})

    def for_helper(self, helper):
        """What a helper may attend: courses of the own area and of those above it."""
        if helper.area is None:
            return self.none()
        return self.filter(area__in=[helper.area_id, *areas_above([helper.area.path])])


class Course(models.Model):
    title = models.CharField(pgettext_lazy("thing", "title"), max_length=80)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="courses", verbose_name=pgettext_lazy("session", "area")
    )
    minutes = models.PositiveIntegerField(_("length, minutes"))
    is_pre_service = models.BooleanField(_("pre-service training"), default=False)
    self_study = models.BooleanField(
        _("self-study"), default=False, help_text=_("Helpers read it in their own space and confirm it.")
    )
    content = models.TextField(_("content"), blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")
        ordering = ["title"]

    def __str__(self):
        return self.title

    @property
    def length(self) -> str:
        """The length in hours and minutes."""
        return wording.duration(self.minutes)

    length.fget.short_description = _("course length")


class CompletionQuerySet(InAreaQuerySet):
    area_lookup = "helper__area"

    def of_helper(self, helper):
        """What one helper passed, newest first."""
        return self.filter(helper=helper).select_related("course").order_by("-passed_on", "-pk")

    def pre_service_minutes(self) -> int:
        """Minutes of pre-service training among these."""
        return self.filter(course__is_pre_service=True).aggregate(sum=Sum("course__minutes"))["sum"] or 0

    def pre_service_minutes_of(self, helpers) -> dict[int, int]:
        """Minutes of pre-service training by the key of each of ``helpers``, in one query."""
        rows = self.filter(course__is_pre_service=True, helper__in=helpers).order_by()
        return dict(rows.values_list("helper_id").annotate(sum=Sum("course__minutes")))

    def minutes_in(self, year: int) -> int:
        """Minutes of training passed in one calendar year."""
        return self.filter(passed_on__year=year).aggregate(sum=Sum("course__minutes"))["sum"] or 0


class CourseCompletion(models.Model):
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="completions")
    passed_on = models.DateField(_("passed on"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("course completion")
        verbose_name_plural = _("course completions")
        ordering = ["-passed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "helper"], name="one_completion_a_course_and_helper")
        ]

    def __str__(self):
        return f"{self.course_id} {self.helper_id}"
