"""The one gate before every back-office view: a foreign key is as unknown as a missing one.

Wagtail's generic views ask the policy about the model only and load objects unrestricted, so
each view a viewset builds is wrapped: rows of other areas are not listed, not offered and not found.
"""

from functools import wraps
from urllib.parse import unquote

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from wagtail.admin.views.generic import IndexView, ReorderView
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChosenMultipleViewMixin,
    CreateViewMixin,
    CreationFormMixin,
)
from wagtail.permissions import policy_registry

from portal import audit
from portal.keys import keys_in

from .filters import AreaFilterSet
from .policies import VIEW, narrow, visible


def _listing(base):
    class Listing(base):
        base_filterset_class = AreaFilterSet

        def get_base_queryset(self):
            return narrow(super().get_base_queryset(), self.request.user)

    return Listing


def _reorder(base):
    class Reorder(base):
        def get_queryset(self):
            return narrow(super().get_queryset(), self.request.user)

    return Reorder


def _choose(base):
    class Choose(base):
        def get_object_list(self):
            return narrow(super().get_object_list(), self.request.user)

    return Choose


def _chosen_multiple(base):
    class ChosenMultiple(base):
        def get_objects(self, pks):
            return narrow(super().get_objects(keys_in(pks)), self.request.user)

    return ChosenMultiple


def _creation(base):
    class Creation(base):
        def get_creation_form_kwargs(self):
            return {**super().get_creation_form_kwargs(), "for_user": self.request.user}

    return Creation


WRAPPERS = (
    (IndexView, _listing),
    (ReorderView, _reorder),
    (BaseChooseView, _choose),
    (ChosenMultipleViewMixin, _chosen_multiple),
    (CreationFormMixin, _creation),
)


class GuardedRoutes:
    """Mixin of viewsets: restricts and guards every view they construct."""

    def construct_view(self, view_class, **kwargs):
        for base, wrap in WRAPPERS:
            if issubclass(view_class, base):
                view_class = wrap(view_class)
        view = super().construct_view(view_class, **kwargs)
        creates_nothing = issubclass(view_class, CreateViewMixin) and not self._offers_creation()

        @wraps(view)
        def guarded(request, *args, **kw):
            if creates_nothing:
                raise Http404
            admit(request.user, self.model, kw.get("pk"))
            return view(request, *args, **kw)

        guarded.is_guarded = True
        return guarded

    def _offers_creation(self) -> bool:
        """A chooser without a creation form would answer its "create" route with a server error."""
        return bool(self.creation_form_class or self.form_fields or self.exclude_form_fields)


def admit(user, model, key=None) -> None:
    """Raise ``Http404`` for a row ``user`` may not see, ``PermissionDenied`` for a model; both are noted."""
    if key is not None:
        try:
            if visible(model, user).filter(pk=unquote(str(key))).exists():
                return
            foreign = model._default_manager.filter(pk=unquote(str(key))).first()
        except (ValueError, ValidationError, OverflowError):
            raise Http404 from None
        if foreign is not None:
            audit.note_attempt(f"{model._meta.model_name}.view", foreign, by=user, result=audit.DENIED)
        raise Http404
    if not policy_registry.get_by_type(model).user_has_any_permission(user, VIEW):
        name = f"{model._meta.model_name}.view"
        audit.note_attempt(name, None, by=user, result=audit.DENIED)
        raise PermissionDenied(name)
