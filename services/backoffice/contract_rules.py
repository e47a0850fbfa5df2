"""The conditions of signing on screen: each with its source, each fault with the page that mends it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.rules import Verdict
from services.actions.contracting import facts_of
from services.models import Contract
from services.rules import contracts

# The title of each rule, the page where its fault is mended, and the field of that page.
TITLES = {
    contracts.term_is_lawful: (
        _("Term of one year, or up to three under conditions"),
        "edit",
        "ends_on",
    ),
    contracts.contract_is_complete: (_("All seven parts of the contract are written"), "edit", ""),
    contracts.no_posts_are_bought: (_("No posts, hiring or dispatch"), "item-remove", ""),
    contracts.every_year_has_a_budget: (
        _("Every year has its budget line, and the years add up to the amount"),
        "year",
        "",
    ),
    contracts.supplier_is_lawful: (_("The supplier is of a lawful kind"), "edit", "supplier"),
    contracts.individual_is_justified: (_("Buying from an individual is justified"), "supplier", ""),
    contracts.item_is_in_catalogue: (
        _("The service is in the purchase catalogue"),
        "edit",
        "catalogue_code",
    ),
    contracts.late_interest_is_lawful: (
        _("Late interest agreed on is not below the one-year LPR"),
        "edit",
        "late_rate_ppm",
    ),
    contracts.something_is_bought: (_("At least one contract item with its price"), "item", ""),
}
DOORS = {
    "edit": _("Edit the contract"),
    "item": _("Add a contract item"),
    "item-remove": _("Remove a contract item"),
    "year": _("Add a budget year"),
    "year-remove": _("Remove a budget year"),
    "supplier": _("Edit the supplier"),
}


def signing_verdicts(contract: Contract, user) -> list[Verdict]:
    """Every condition; who may change the draft finds a link beside each fault."""
    facts = facts_of(contract, timezone.localdate())
    verdicts = []
    for rule, (title, route, field) in TITLES.items():
        violation = rule(facts)
        remedy = _remedy(contract, violation, _routes(facts, rule, route), field, user) if violation else ""
        verdicts.append(Verdict(title, contracts.SOURCE_OF[rule], violation=violation, remedy=remedy))
    return verdicts


def _routes(facts: contracts.ContractFacts, rule, route: str) -> tuple[str, ...]:
    """Years that do not add up are mended by adding or by removing one, or by the amount itself."""
    if rule is contracts.every_year_has_a_budget and facts.year_sums:
        return ("year", "year-remove", "edit")
    return (route,)


def _remedy(contract, violation, routes, field, user):
    """What is wrong, and links to where it is put right."""
    if not user.has_perm("services.change_contract"):
        return str(violation.message)
    message = violation.message
    for route in routes:
        message = format_html(
            '{} <a href="{}">{}</a>', message, _address(contract, route, field), DOORS[route]
        )
    return message


def _address(contract: Contract, route: str, field: str) -> str:
    if route == "supplier":
        return reverse("suppliers:edit", args=[contract.supplier_id])
    anchor = f"#id_{field}" if field else ""
    return reverse(f"contracts:{route}", args=[contract.pk]) + anchor
