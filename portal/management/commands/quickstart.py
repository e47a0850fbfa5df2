"""``manage.py quickstart``: from a fresh clone to a running demo in one step; safe to run again."""

import os
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from portal.demo import SCALES
from portal.demo.county import ACCOUNTS, PASSWORD, email_of
from portal.demo.places import STORY
from portal.models import User


class Command(BaseCommand):
    help = "Prepare the database, load the demo county once, print the demo logins and serve."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="Prepare only.")
        parser.add_argument("--scale", choices=SCALES, default="county", help="How much is loaded, once.")

    def handle(self, *, port, no_serve, scale, **options):
        if not settings.DEMO:
            raise CommandError("This installation is not a demo. Use migrate and your server instead.")
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        if not User.objects.filter(email=email_of("officer")).exists():
            self.stdout.write(f"Loading the demo {scale} …")
            call_command("demo", scale=scale, stdout=self.stdout)
        Site.objects.filter(is_default_site=True).update(hostname="127.0.0.1", port=port)
        Site.clear_site_root_paths_cache()
        self._print_logins(port)
        if not no_serve:
            serve(port)

    def _print_logins(self, port: int) -> None:
        self.stdout.write(f"\nXieshou 携手 demo: http://127.0.0.1:{port}/   password for all: {PASSWORD}\n")
        for login, name, office, _roles in ACCOUNTS:
            self.stdout.write(f"  {email_of(login):<32} {name}  {(office or '').format(STORY.name)}")
        self.stdout.write("\nThe second-factor page of the demo shows the current code.\n")


def serve(port: int) -> None:
    """Serve until interrupted, with a worker for messages beside it and another for what takes minutes."""
    # Links in mails lead to this server; the processes started here read their settings anew.
    os.environ.setdefault("XIESHOU_BASE_URL", f"http://127.0.0.1:{port}")
    workers = [_worker(queues) for queues in ("default", "slow,plans")]
    try:
        granian(port)
    finally:
        for worker in workers:
            worker.terminate()


def _worker(queues: str) -> subprocess.Popen:
    program = [sys.executable, settings.BASE_DIR / "manage.py"]
    worker = ["db_worker", "--backend", "background", "--queue-name", queues]
    return subprocess.Popen([*program, *worker], stderr=subprocess.DEVNULL)  # noqa: S603, our own command


def granian(port: int) -> None:
    """Run the WSGI server in this process; it returns on interrupt."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "portal.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level="warning",
    ).serve()
