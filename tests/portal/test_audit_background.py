"""What background work and the operator's commands do stands in the audit log, attempts that failed too."""

from importlib import import_module

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.tasks import Task

from portal import audit
from portal.models import AuditEntry, User
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db

APPS = ("portal", "volunteers", "services")
# They do nothing that a rule may refuse, or leave it to a task, which keeps attempts itself.
SILENT = {
    "backup", "compare_figures", "deliver_outbox", "demo", "demo_code", "quickstart", "restore",
    "drop_rosters", "expire_calls", "expire_invitations", "replace_letters",
}  # fmt: skip


def tasks():
    for app in APPS:
        module = import_module(f"{app}.tasks")
        yield from (
            pytest.param(name, value, id=f"{app}.{name}")
            for name, value in vars(module).items()
            if isinstance(value, Task)
        )


def commands():
    ours = {"portal", "volunteers", "training", "services", "public_site"}
    return sorted(name for name, app in get_commands().items() if app in ours and name not in SILENT)


def keeps_attempts(function) -> bool:
    """Whether ``function`` runs inside ``audit.noting``, which wraps it."""
    return hasattr(function, "__wrapped__")


@pytest.mark.parametrize(("name", "task"), list(tasks()))
def test_every_task_keeps_the_attempts_that_rules_refuse(name, task):
    assert keeps_attempts(task.func)


@pytest.mark.parametrize("name", commands())
def test_every_command_that_acts_keeps_them_too(name):
    assert keeps_attempts(load_command_class(get_commands()[name], name).handle)


def test_a_refused_command_is_written_down():
    with pytest.raises(CommandError):
        call_command("purge_audit", days=3)

    entry = AuditEntry.objects.get(action="audit.kept_too_short")
    assert (entry.result, entry.actor) == (audit.REFUSED, User.objects.system())


def test_a_change_of_the_encryption_key_is_written_down():
    UserFactory(phone="+8613800138000")

    call_command("rotate_encryption_key")

    assert AuditEntry.objects.get(action="encryption_key.changed").actor == User.objects.system()


def test_an_export_of_the_ledger_from_the_console_is_written_down(tmp_path):
    call_command("verify_ledger", export=str(tmp_path / "ledger.jsonl"))

    assert AuditEntry.objects.get(action="ledger.exported").detail["file"] == "ledger.jsonl"
