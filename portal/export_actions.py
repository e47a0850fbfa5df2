"""Big exports in the background: ordered with a reason, written, fetched by who ordered, deleted in time."""

import uuid
from functools import partial

from django.core.files import File
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal import audit, notifications
from portal.actions import Refused, refuse_if, require, require_self
from portal.models.exports import KEPT_FOR, LONGEST_WRITING, ExportFile, ExportState, export_storage
from portal.rules import Violation


@transaction.atomic
def order_export(
    list_name: str, *, about: type[models.Model], query: str, reason: str, rows: int, by
) -> ExportFile:
    """Promise a workbook of a list as it is filtered now (rule 62); written once this has committed."""
    meta = about._meta
    require(by, f"{meta.app_label}.export_{meta.model_name}")
    export = ExportFile.objects.create(
        account=by,
        list_name=list_name,
        title=str(capfirst(meta.verbose_name_plural)),
        query=query,
        reason=reason,
        rows=rows,
    )
    audit.record(
        f"{meta.model_name}.exported",
        by=by,
        reason=reason,
        rows=rows,
        file_format="xlsx",
        filters=query,
        export=export.pk,
    )
    transaction.on_commit(partial(_write_soon, export.pk))
    return export


def _write_soon(pk: int) -> None:
    from portal.tasks import write_export

    write_export.enqueue(pk)


@transaction.atomic
def keep_export(export: ExportFile, workbook, *, rows: int) -> ExportFile:
    """Keep the written workbook for a day and tell who ordered it; done once, whoever else tries."""
    export = ExportFile.objects.select_for_update().get(pk=export.pk)
    if export.state != ExportState.WAITING:
        return export
    export.file.save(f"{uuid.uuid4().hex}.xlsx", File(workbook), save=False)
    export.state, export.rows = ExportState.READY, rows
    export.expires_at = timezone.now() + KEPT_FOR
    export.save(update_fields=["file", "state", "rows", "expires_at"])
    _tell(export, "export_ready")
    return export


@transaction.atomic
def give_up_export(export: ExportFile) -> ExportFile:
    """Say that the workbook could not be written, so that nobody waits for it."""
    export = ExportFile.objects.select_for_update().get(pk=export.pk)
    if export.state == ExportState.WAITING:
        export.state = ExportState.FAILED
        export.save(update_fields=["state"])
        _tell(export, "export_failed")
    return export


def _tell(export: ExportFile, kind: str) -> None:
    url = f"/admin/exports/{export.pk}/"
    notifications.notify([export.account], kind, about=export, url=url, title=export.title)


@transaction.atomic
def fetch_export(export: ExportFile, *, by) -> File:
    """Open the workbook for who ordered it, and write down that it was fetched."""
    export = ExportFile.objects.select_for_update().get(pk=export.pk)
    require_self(by, export.account, export)
    refuse_if(None if export.can_be_fetched else not_there(), about=export, by=by)
    try:
        file = export.file.open("rb")
    except FileNotFoundError:
        raise Refused(not_there()) from None
    audit.record("exportfile.fetched", export, by=by, rows=export.rows)
    return file


def not_there() -> Violation:
    """A file that ran out is asked for again."""
    return Violation("export.not_there", _("The file is not there any more. Export the list again."))


def delete_run_out() -> int:
    """Delete the files whose day is over; the orders and their reasons stay. Safe to run twice.

    An order whose worker died is given up, and a file that a rolled-back order left goes as well.
    """
    deleted = 0
    for export in ExportFile.objects.left_waiting():
        give_up_export(export)
    _delete_nameless()
    for export in ExportFile.objects.run_out():
        export.file.delete(save=False)
        export.state, export.file = ExportState.EXPIRED, ""
        export.save(update_fields=["state", "file"])
        deleted += 1
    return deleted


def _delete_nameless() -> None:
    """Delete files that no order names, once nobody can still be writing them."""
    storage = export_storage()
    if not storage.exists(""):
        return
    named = set(ExportFile.objects.exclude(file="").values_list("file", flat=True))
    for name in storage.listdir("")[1]:
        if name not in named and storage.get_modified_time(name) < timezone.now() - LONGEST_WRITING:
            storage.delete(name)
