"""The ledger: canonical text, one chain, and every kind of tampering found, with and without our code."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.models import User
from services import actions
from services.choices import Account
from services.ledger import checking, verifier
from services.ledger.appending import Body, append
from services.ledger.canonical import canonical, entry_hash
from services.models import LedgerChain, LedgerEntry
from tests.services.county import County

ZERO = "0" * 64
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcxyz_", min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)
bodies = st.dictionaries(st.text("abcdefgh_", min_size=1), values, max_size=5)


@given(bodies)
def test_our_canonical_text_is_that_of_any_other_language(body):
    other = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert canonical(body) == other == verifier.canonical(body)


@pytest.mark.parametrize("body", [{"hours": 1.5}, {"小时": 1}, {"at": date(2026, 1, 1)}])
def test_what_would_not_be_canonical_everywhere_is_refused(body):
    with pytest.raises(TypeError):
        canonical(body)


def chain_of(count, name="volunteering"):
    """``count`` lawful lines of one chain, as an export holds them."""
    lines, prev = [], ZERO
    for seq in range(1, count + 1):
        body = {"minutes": seq, "text": "走访"}
        digest = entry_hash(name, seq, prev, canonical(body))
        lines.append({"chain": name, "seq": seq, "prev": prev, "body": body, "hash": digest})
        prev = digest
    return lines


def verdict(lines, heads=()):
    report = verifier.verify_lines([json.dumps(line) for line in lines], heads)
    return report.fault and (report.fault.chain, report.fault.seq, report.fault.reason)


def test_a_stranger_verifies_an_export_with_a_few_lines():
    prev = ZERO
    for entry in chain_of(5):
        claimed = entry.pop("hash")
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert (entry["prev"], hashlib.sha256(text.encode()).hexdigest()) == (prev, claimed)
        prev = claimed


def test_untouched_chains_are_intact_even_when_they_alternate():
    one, other = chain_of(3, "contract:A"), chain_of(3, "contract:乙")

    assert verdict([line for pair in zip(one, other, strict=True) for line in pair]) is None


def test_a_changed_body_is_named():
    lines = chain_of(5)
    lines[2]["body"]["minutes"] = 999

    assert verdict(lines) == ("volunteering", 3, "hash_mismatch")


def test_a_changed_body_with_a_new_hash_breaks_the_next_link():
    lines = chain_of(5)
    lines[2]["body"]["minutes"] = 999
    lines[2]["hash"] = entry_hash("volunteering", 3, lines[2]["prev"], canonical(lines[2]["body"]))

    assert verdict(lines) == ("volunteering", 4, "broken_link")


def test_a_deleted_entry_leaves_a_gap():
    lines = chain_of(5)
    del lines[1]

    assert verdict(lines) == ("volunteering", 2, "gap")


def test_a_cut_end_and_a_rewritten_chain_miss_the_published_head():
    lines = chain_of(5)
    head = lines[-1]["hash"]

    assert verdict(lines, [head]) is None
    assert verdict(lines[:4], [head]) == ("", 0, f"missing_head {head}")
    assert verdict(chain_of(9, "contract:other"), [head]) == ("", 0, f"missing_head {head}")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no json",
        "[]",
        '{"chain": "a"}',
        json.dumps({**chain_of(1)[0], "seq": True}),
        '{"body":{"a":1.5}}',
    ],
)
def test_what_is_no_entry_is_malformed(line):
    assert verifier.verify_lines([line]).fault.reason == "malformed"


@given(st.integers(0, 19), st.sampled_from(["chain", "seq", "prev", "body", "hash"]))
def test_any_changed_column_of_any_row_is_found(index, column):
    lines = chain_of(20)
    changed = {"chain": "x", "seq": 77, "prev": "f" * 64, "body": {"minutes": -1}, "hash": "e" * 64}
    lines[index][column] = changed[column]

    assert verdict(lines, [chain_of(20)[-1]["hash"]]) is not None


@pytest.fixture
def ledger(db):
    """A ledger of two chains with entries of every step."""
    county = County()
    actions.verify(county.volunteer(hour=7, minutes=60), by=county.officer)
    [settlement] = actions.settle(county.accepted(county.purchase()), by=county.checker)
    actions.pay(settlement, paid_on=timezone.localdate(), voucher="PZ-1", by=county.payer)
    return county


def run(*arguments):
    out = StringIO()
    call_command("verify_ledger", *arguments, stdout=out)
    return out.getvalue()


def tamper(statement):
    """Change a row as somebody with the database's own password would: without our triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER services_ledgerentry_no_update")
            cursor.execute("DROP TRIGGER services_ledgerentry_no_delete")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE services_ledgerentry DISABLE TRIGGER ALL")
        cursor.execute(statement)


def test_the_command_proves_an_intact_ledger(ledger):
    assert "5 条" in run()


def test_the_command_names_the_first_changed_entry(ledger):
    tamper("UPDATE services_ledgerentry SET body = replace(body, '120', '999') WHERE seq = 1")

    with pytest.raises(CommandError, match=r"contract:HT-.* 1 hash_mismatch") as failed:
        run()
    assert failed.value.returncode == 1


def test_the_command_notices_a_cut_end_without_any_published_head(ledger):
    tamper("DELETE FROM services_ledgerentry WHERE seq = 4")

    with pytest.raises(CommandError, match="4 missing_head"):
        run()


def test_what_is_appended_during_a_check_is_no_fault(ledger, monkeypatch):
    def rows_then_an_append(rows, *given):
        report = verifier.verify_rows(rows, *given)
        with transaction.atomic():
            append("volunteering", [Body({"minutes": 1})])
        return report

    monkeypatch.setattr(checking, "verify_rows", rows_then_an_append)

    assert checking.check_ledger().fault is None


@pytest.mark.parametrize("seq", [0, 9])
def test_a_head_row_that_was_moved_is_noticed(ledger, seq):
    LedgerChain.objects.filter(name="volunteering").update(head_seq=seq)

    with pytest.raises(CommandError, match=f"volunteering {seq} missing_head"):
        run()


def test_a_published_head_survives_a_rewritten_chain(ledger):
    actions.publish_heads(date(2025, 6, 1), by=User.objects.system())
    chain = LedgerChain.objects.get(name="volunteering")
    body = '{"minutes":1}'
    digest = entry_hash("volunteering", 1, ZERO, body)
    tamper(f"UPDATE services_ledgerentry SET body = '{body}', hash = '{digest}' WHERE chain_id = {chain.pk}")
    LedgerChain.objects.filter(pk=chain.pk).update(head_hash=digest)

    with pytest.raises(CommandError, match="missing_head"):
        run()


def test_an_export_is_verified_without_this_portal(ledger, tmp_path):
    published = actions.publish_heads(date(2025, 6, 1), by=User.objects.system())
    file, heads = tmp_path / "ledger.jsonl", tmp_path / "heads.txt"
    run("--export", str(file))
    heads.write_text(f"2025-06-01 heads 1 {published.head_hash}\n")
    script = Path(verifier.__file__).read_text()
    alone = tmp_path / "verifier.py"
    alone.write_text(script)

    done = subprocess.run(
        [sys.executable, "-I", alone, file, heads], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "6 entries in 3 chains\n")
    assert "6 条" in run("--file", str(file), "--head", str(heads), "--head", published.head_hash)


def test_a_shortened_export_is_refused(ledger, tmp_path):
    file = tmp_path / "ledger.jsonl"
    run("--export", str(file))
    last = LedgerChain.objects.order_by("name").last().head_hash
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))

    with pytest.raises(CommandError, match=f"missing_head {last}"):
        run("--file", str(file), "--head", last)


def test_an_export_replaces_an_earlier_one_and_no_other_file(ledger, tmp_path):
    file = tmp_path / "ledger.jsonl"
    run("--export", str(file))
    actions.publish_heads(date(2025, 6, 1), by=User.objects.system())
    run("--export", str(file))
    changed = file.read_text().replace("120", "999")
    file.write_text(changed)

    with pytest.raises(CommandError, match="--file"):
        run("--export", str(file))
    assert file.read_text() == changed


def test_a_whole_export_is_not_replaced_by_a_broken_ledger(ledger, tmp_path):
    file = tmp_path / "ledger.jsonl"
    run("--export", str(file))
    whole = file.read_text()
    tamper("UPDATE services_ledgerentry SET body = replace(body, '120', '999') WHERE seq = 1")

    with pytest.raises(CommandError, match="hash_mismatch"):
        run("--export", str(file))
    assert file.read_text() == whole


def test_heads_are_published_once_a_day(ledger):
    assert actions.publish_heads(date(2025, 6, 1), by=User.objects.system())
    assert actions.publish_heads(date(2025, 6, 1), by=User.objects.system()) is None


@pytest.mark.django_db(transaction=True)
def test_nothing_is_appended_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        append("volunteering", [Body({"minutes": 1})])
    assert not LedgerEntry.objects.exists()


def test_a_choice_is_written_as_its_value():
    assert canonical({"account": Account.VOLUNTEER}) == canonical({"account": "volunteer"})
