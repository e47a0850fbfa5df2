"""What the lists of this app put into a file: hours and yuan as numbers, and who may take which list away."""

from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from portal.durations import hours_number


@lru_cache(4096)
def yuan_number(fen: int | None) -> Decimal | None:
    """Fen as yuan, exactly."""
    return None if fen is None else Decimal(fen).scaleb(-2)


HOURS, YUAN = _("Hours"), _("Yuan")

RECORDS = [
    "served_on",
    "helper__number",
    "kind",
    "help_kind",
    "minutes",
    "person_times",
    "account",
    "state",
    "is_late",
    "area__name",
    "office__name",
    "contract_item__contract__number",
    "amount_fen",
    "payable_fen",
]
RECORD_HEADINGS = {
    "helper__number": _("Person serving"),
    "minutes": HOURS,
    "area__name": _("Area"),
    "office__name": _("Recording unit"),
    "contract_item__contract__number": _("Contract number"),
    "amount_fen": _("Value, yuan"),
    "payable_fen": _("Payable, yuan"),
}
RECORD_WRITERS = {"minutes": hours_number, "amount_fen": yuan_number, "payable_fen": yuan_number}

CONTRACTS = [
    "number",
    "title",
    "purchaser__name",
    "supplier__office__name",
    "area__name",
    "state",
    "amount_fen",
    "min_minutes",
    "max_minutes",
    "starts_on",
    "ends_on",
    "signed_on",
    "announced_on",
    "catalogue_code",
]
CONTRACT_HEADINGS = {
    "purchaser__name": _("Purchaser"),
    "supplier__office__name": _("Supplier"),
    "area__name": _("Area"),
    "amount_fen": _("Amount, yuan"),
    "min_minutes": _("Least hours"),
    "max_minutes": _("Most hours"),
}
CONTRACT_WRITERS = {"amount_fen": yuan_number, "min_minutes": hours_number, "max_minutes": hours_number}

ACCEPTANCES = [
    "contract__number",
    "period_from",
    "period_to",
    "minutes",
    "amount_fen",
    "state",
    "signed_by__name",
    "signed_at",
]
ACCEPTANCE_HEADINGS = {
    "contract__number": _("Contract number"),
    "minutes": HOURS,
    "amount_fen": _("Value, yuan"),
    "signed_by__name": _("Signed by"),
}
ACCEPTANCE_WRITERS = {"minutes": hours_number, "amount_fen": yuan_number}

SETTLEMENTS = [
    "contract__number",
    "year__year",
    "accepted_minutes",
    "payable_minutes",
    "amount_fen",
    "due_on",
    "state",
    "payment__paid_on",
    "payment__voucher",
    "payment__interest_fen",
]
SETTLEMENT_HEADINGS = {
    "contract__number": _("Contract number"),
    "accepted_minutes": _("Accepted (hours)"),
    "payable_minutes": _("Payable (hours)"),
    "amount_fen": _("Payable (yuan)"),
    "payment__interest_fen": _("Late interest, yuan"),
}
SETTLEMENT_WRITERS = {
    "accepted_minutes": hours_number,
    "payable_minutes": hours_number,
    "amount_fen": yuan_number,
    "payment__interest_fen": yuan_number,
}

APPROPRIATIONS = [
    "year",
    "source",
    "head",
    "area__name",
    "headcount",
    "amount_fen",
    "received_on",
    "document",
]
APPROPRIATION_HEADINGS = {"area__name": _("Area"), "amount_fen": _("Appropriated, yuan")}
APPROPRIATION_WRITERS = {"amount_fen": yuan_number}

SUPPLIERS = ["office__name", "kind", "credit_code", "is_small", "individual_reason"]
SUPPLIER_HEADINGS = {"office__name": _("Supplier")}

CERTIFICATES = [
    "number",
    "helper__number",
    "office__name",
    "period_from",
    "period_to",
    "minutes",
    "issued_on",
    "state",
    "revoked_on",
]
CERTIFICATE_HEADINGS = {
    "helper__number": _("Volunteer"),
    "office__name": _("Issuing unit"),
    "minutes": HOURS,
}
CERTIFICATE_WRITERS = {"minutes": hours_number}
