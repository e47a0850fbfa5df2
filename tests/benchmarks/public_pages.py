"""CPU of a kept public page against a bare view with the same bytes and middleware (docs/performance.md).

XIESHOU_MODE=demo uv run python -m tests.benchmarks.public_pages
"""

import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

ROUNDS, REQUESTS = 5, 300
BUDGET = 1.0


def cpu_of(handler, request_of) -> float:
    """CPU microseconds of one request."""
    started = time.process_time()
    for _number in range(REQUESTS):
        handler.get_response(request_of()).close()
    return (time.process_time() - started) / REQUESTS * 1e6


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpResponse
    from django.test import RequestFactory, override_settings
    from django.test.utils import get_runner, setup_test_environment
    from django.urls import path

    from portal import urls

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0)
    databases = runner.setup_databases()
    try:
        from tests.factories.public_site import HomePageFactory

        HomePageFactory()
        kept = WSGIHandler()
        home = lambda: RequestFactory().get("/", SERVER_NAME="testserver")  # noqa: E731
        page = kept.get_response(home())
        urls.urlpatterns.insert(0, path("bare/", lambda request: HttpResponse(page.content)))
        without = [name for name in settings.MIDDLEWARE if "public_pages" not in name]
        with override_settings(MIDDLEWARE=without):
            bare_handler = WSGIHandler()
        bare = lambda: RequestFactory().get("/bare/", SERVER_NAME="testserver")  # noqa: E731
        assert bare_handler.get_response(bare()).status_code == 200
        pairs = [(cpu_of(bare_handler, bare), cpu_of(kept, home)) for _round in range(ROUNDS)]
    finally:
        runner.teardown_databases(databases)
    ratio = statistics.median(floor / cached for floor, cached in pairs)
    floor, cached = (statistics.median(values) for values in zip(*pairs, strict=True))
    print("| page of | bare view, CPU µs | kept page, CPU µs | ratio | budget |\n|---|---|---|---|---|")
    print(f"| {len(page.content)} bytes | {floor:.0f} | {cached:.0f} | {ratio:.1f} | ≥ {BUDGET} |")
    if ratio < BUDGET:
        raise SystemExit("The kept page is slower than the bare view.")


if __name__ == "__main__":
    main()
