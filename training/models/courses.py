"""Courses for helpers, and who passed them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Area, InAreaQuerySet
from volunteers.models import Helper


class Course(models.Model):
    title = models.CharField(_("title"), max_length=80)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="courses", verbose_name=_("area"))
    minutes = models.PositiveIntegerField(_("length, minutes"))
    is_pre_service = models.BooleanField(_("pre-service training"), default=False)
    content = models.TextField(_("content"), blank=True)

    objects = InAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")
        ordering = ["title"]

    def __str__(self):
        return self.title


class CompletionQuerySet(InAreaQuerySet):
    area_lookup = "course__area"


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
