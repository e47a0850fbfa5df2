"""One page of service records by key: deep pages cost what the first costs."""

from portal.backoffice.keyset import KeysetPage, page

NEWEST_FIRST = ("-served_on", "-pk")
OLDEST_FIRST = ("served_on", "pk")


def page_of_records(records, request, size: int, keyset=NEWEST_FIRST) -> KeysetPage:
    """The page of ``records`` that the address asks for with ``after`` or ``before``."""
    return page(
        records.select_related("helper", "contract_item"),
        keyset,
        size,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
