"""One page of service records by key, newest first: deep pages cost what the first costs."""

from portal.backoffice.keyset import KeysetPage, page

NEWEST_FIRST = ("-served_on", "-pk")


def page_of_records(records, request, size: int) -> KeysetPage:
    """The page of ``records`` that the address asks for with ``after`` or ``before``."""
    return page(
        records.select_related("helper", "contract_item"),
        NEWEST_FIRST,
        size,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
