"""Whatever is done in whatever order, hours and money add up: settled within accepted within verified."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.actions import Refused
from services import actions, figures
from services.choices import RecordState
from services.ledger import summing
from services.ledger.checking import check_ledger
from services.models import Acceptance, Contract, ContractYear, Payment, ServiceRecord, Settlement
from tests.services.county import County

pytestmark = pytest.mark.django_db


class HoursAndMoney(RuleBasedStateMachine):
    """A small contract under a clumsy office: too few hours, too little money, everything retried."""

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.county = County()
        self.slot = 0
        Contract.objects.update(max_minutes=900, min_minutes=0)
        ContractYear.objects.filter(year=2024).update(amount_fen=40_000)
        ContractYear.objects.filter(year=2025).update(amount_fen=20_000)
        self.county.contract.refresh_from_db()

    def attempt(self, action, *args, **kwargs):
        """Do it if it may be done; a refusal changes nothing."""
        try:
            return action(*args, **kwargs)
        except Refused:
            return None

    def any_record(self, data, **wanted):
        rows = list(ServiceRecord.objects.filter(**wanted).order_by("pk"))
        return data.draw(st.sampled_from(rows)) if rows else None

    @rule(minutes=st.integers(1, 600), volunteer=st.booleans())
    def log(self, minutes, volunteer):
        self.slot += 1
        day = date(2024, 5, 1) + timedelta(days=self.slot)
        self.attempt(self.county.volunteer if volunteer else self.county.purchase, day=day, minutes=minutes)

    @rule(data=st.data(), who=st.sampled_from(["officer", "head"]))
    def verify(self, data, who):
        record = self.any_record(data)
        if record is not None:
            self.attempt(actions.verify, record, by=getattr(self.county, who))

    @rule(data=st.data())
    def reject(self, data):
        record = self.any_record(data, state=RecordState.LOGGED)
        if record is not None:
            self.attempt(actions.reject, record, reason="不符", by=self.county.officer)

    @rule(data=st.data())
    def reverse(self, data):
        record = self.any_record(data, state=RecordState.VERIFIED)
        if record is not None:
            self.attempt(actions.reverse, record, reason="有误", by=self.county.head)

    @precondition(lambda self: not Acceptance.objects.filter(state="draft").exists())
    @rule(days=st.integers(0, 60))
    def open_sheet(self, days):
        sheet = self.attempt(
            actions.open_acceptance,
            self.county.contract,
            period_from=date(2024, 5, 1),
            period_to=date(2024, 5, 1) + timedelta(days=days),
            by=self.county.checker,
        )
        marks = {line.pk: (True, "") for line in sheet.lines.all()}
        actions.mark_sheet(sheet, marks=marks, by=self.county.checker)
        actions.add_opinion(sheet, score=4, by=self.county.checker)

    @rule(who=st.sampled_from(["head", "officer"]))
    def sign(self, who):
        for sheet in Acceptance.objects.filter(state="draft"):
            if getattr(self.county, who).has_perm("services.sign_acceptance"):
                self.attempt(actions.sign_acceptance, sheet, by=getattr(self.county, who))

    @rule()
    def settle(self):
        for sheet in Acceptance.objects.filter(state="signed"):
            self.attempt(actions.settle, sheet, by=self.county.checker)

    @rule()
    def pay(self):
        for settlement in Settlement.objects.all():
            self.attempt(
                actions.pay,
                settlement,
                paid_on=timezone.localdate(),
                voucher=f"PZ-{settlement.pk}",
                by=self.county.payer,
            )

    @invariant()
    def each_column_is_within_the_one_before(self):
        if not hasattr(self, "county"):
            return
        whole = figures.total(figures.by_item(self.county.contract))
        assert whole.payable_minutes <= whole.accepted <= whole.verified <= whole.claimed
        assert whole.claimed == whole.verified + whole.waiting + whole.deducted
        assert whole.paid_fen <= whole.payable_fen <= min(60_000, self.county.contract.amount_fen)
        assert whole.payable_minutes <= 900
        for year in ContractYear.objects.annotate(settled=Sum("settlements__amount_fen", default=0)):
            assert year.settled <= year.amount_fen
        settled = sum(Settlement.objects.values_list("amount_fen", flat=True))
        paid = sum(Payment.objects.values_list("amount_fen", flat=True))
        assert (settled, paid) == (whole.payable_fen, whole.paid_fen)

    @invariant()
    def the_sums_and_the_ledger_agree_with_the_records(self):
        if not hasattr(self, "county"):
            return
        assert summing.differences() == []
        assert check_ledger().fault is None


def test_hours_and_money_always_add_up():
    run_state_machine_as_test(
        HoursAndMoney,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert connection.in_atomic_block
