"""Search among 200,000 helpers: the word index against a plain scan, the newest 50 (docs/performance.md).

uv run python -m tests.benchmarks.search, with ``DATABASE_URL`` for PostgreSQL
"""

import os
import random
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

HELPERS, ROUNDS, BUDGET_MS = 200_000, 7, 50
QUERIES = {
    "frequent surname": "王",
    "given name": "秀英",
    "full name": "王秀英",
    "pinyin": "wangxiuying",
    "initials": "wxy",
    "mid-sentence, frequent": "教育",
    "mid-sentence, rare": "古琴",
    "two words": "王秀英 家庭",
    "absent": "龘龘",
    "number": "V202600012345",
}
EXPERTISE = ("家庭教育、陪伴走访", "法律咨询", "心理辅导", "就业指导", "书法教学")


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import get_runner

    runner = get_runner(settings)(verbosity=0)
    databases = runner.setup_databases()
    try:
        _fill()
        slowest = [_row(title, query) for title, query in QUERIES.items()]
    finally:
        runner.teardown_databases(databases)
    if max(slowest) > BUDGET_MS:
        raise SystemExit(f"above the budget of {BUDGET_MS} ms")


def _fill() -> None:
    from django.db import connection

    from portal.database import refresh_statistics
    from portal.demo import people
    from portal.models import Area
    from volunteers.models import Helper

    chance = random.Random(1)
    county = Area.add_root(code="990121000000", name="青禾县", level="county")

    def helper(number: int) -> Helper:
        expertise = "古琴" if number % 20_000 == 0 else chance.choice(EXPERTISE)
        row = Helper(
            number=f"V2026{number:08}",
            name=people.name(chance, female=number % 2 == 0),
            expertise=expertise,
            area=county,
            state="approved",
        )
        row.derive_columns()
        return row

    for first in range(0, HELPERS, 5_000):
        Helper.objects.bulk_create([helper(number) for number in range(first, first + 5_000)])
    refresh_statistics()
    engine = f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
    print(f"{engine}, {HELPERS:,} helpers; milliseconds, median and slowest of {ROUNDS}\n")
    print("| query | hits | scan | index | slowest |\n|---|---|---|---|---|")


def _row(title: str, query: str) -> float:
    """Print one line; gives the slowest look-up through the index in milliseconds."""
    from portal import zh
    from volunteers.models import Helper

    scanned = Helper.objects.all()
    for fragment in zh.fragments(query):
        column = "number__istartswith" if title == "number" else "search_text__contains"
        scanned = scanned.filter(**{column: fragment.strip() if title == "number" else fragment})
    indexed = Helper.objects.search(query)
    hits = indexed.count()
    assert hits == scanned.count(), title
    pairs = [(_milliseconds(scanned), _milliseconds(indexed)) for _round in range(ROUNDS)]
    scan, index = (list(values) for values in zip(*pairs, strict=True))
    print(
        f"| {title} {query} | {hits} | {statistics.median(scan):.1f} | {statistics.median(index):.1f} "
        f"| {max(index):.1f} |"
    )
    return max(index)


def _milliseconds(rows) -> float:
    started = time.perf_counter()
    list(rows.order_by("-pk").values_list("pk", "name")[:50])
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
