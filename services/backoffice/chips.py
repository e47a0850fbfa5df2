"""The state of a record, contract, sheet, settlement or certificate as a chip, alike wherever it stands."""

from services.choices import AcceptanceState, CertificateState, ContractState, RecordState, SettlementState
from volunteers.backoffice.links import chip

RECORD_TONES = {
    RecordState.LOGGED: "info",
    RecordState.VERIFIED: "ok",
    RecordState.REJECTED: "bad",
    RecordState.REVERSED: "bad",
}
CONTRACT_TONES = {ContractState.DRAFT: "info", ContractState.IN_FORCE: "ok"}
ACCEPTANCE_TONES = {AcceptanceState.DRAFT: "info", AcceptanceState.SIGNED: "ok"}
SETTLEMENT_TONES = {SettlementState.CONFIRMED: "info", SettlementState.PAID: "ok"}
CERTIFICATE_TONES = {CertificateState.ISSUED: "ok", CertificateState.REVOKED: "bad"}


def state_chip(instance, tones) -> str:
    """The state of ``instance`` in words, with the tone that ``tones`` has for it."""
    return chip(instance.get_state_display(), tones.get(instance.state, ""))
