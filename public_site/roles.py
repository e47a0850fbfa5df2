"""Who writes public pages and who publishes them; kept in line with this file after every ``migrate``."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.roles import ADMINISTRATOR, EDITOR, grant

PAGES = {EDITOR: ("add", "change"), ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock")}
COLLECTIONS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)

grant(
    [
        f"wagtailcore.{action}_{model}"
        for action in ("add", "change", "delete")
        for model in ("workflow", "task")
    ],
    ADMINISTRATOR,
)


def synchronise(sender=None, using="default", **kwargs) -> None:
    """Page and collection permissions of both roles, and the two readings before publication."""
    from django.apps import apps
    from django.contrib.auth.models import Group
    from wagtail.models import Collection, Page

    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if sender is not None and sender != with_models[-1]:
        return
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    if root is None or collection is None:
        return
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in PAGES}
    for role, actions in PAGES.items():
        _allow_pages(groups[role], root, actions)
        _allow_files(groups[role], collection)
    _begin_with_two_readings(root, groups)


def _allow_pages(group, root, actions) -> None:
    from django.contrib.auth.models import Permission
    from wagtail.models import GroupPagePermission

    names = [f"{action}_page" for action in actions]
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=names):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _allow_files(group, collection) -> None:
    from django.contrib.auth.models import Permission
    from wagtail.models import GroupCollectionPermission

    files = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=COLLECTIONS
    )
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _clear_what_wagtail_began_with(root) -> None:
    """Its example workflow and groups bear English names and rights that no role of ours holds."""
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask, Page, Workflow

    Workflow.objects.filter(workflow_pages__page=root, workflow_states=None).delete()
    GroupApprovalTask.objects.filter(workflow_tasks=None, task_states=None).delete()
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()
    Page.objects.filter(pk=root.pk).update(title=_("All pages"), draft_title=_("All pages"))


def _begin_with_two_readings(root, groups) -> None:
    """Once; afterwards the administrators may change the workflow as their house needs it."""
    from wagtail.models import Workflow, WorkflowPage, WorkflowTask

    from public_site.models import ReviewTask

    if ReviewTask.objects.exists():
        return
    with override(settings.LANGUAGE_CODE):
        workflow = Workflow.objects.create(name=_("Two readings before publication"))
        steps = (
            (_("Second reading"), [groups[EDITOR], groups[ADMINISTRATOR]]),
            (_("Final reading"), [groups[ADMINISTRATOR]]),
        )
        for number, (name, readers) in enumerate(steps):
            task = ReviewTask.objects.create(name=name)
            task.groups.set(readers)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
        _clear_what_wagtail_began_with(root)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
