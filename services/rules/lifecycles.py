"""Which state may follow which."""

from services.choices import AcceptanceState, CertificateState, ContractState, RecordState, SettlementState

RECORD: dict[str, set[str]] = {
    RecordState.LOGGED: {RecordState.VERIFIED, RecordState.REJECTED},
    RecordState.VERIFIED: {RecordState.REVERSED},
}
CONTRACT: dict[str, set[str]] = {
    ContractState.DRAFT: {ContractState.IN_FORCE},
    ContractState.IN_FORCE: {ContractState.CLOSED},
}
ACCEPTANCE: dict[str, set[str]] = {AcceptanceState.DRAFT: {AcceptanceState.SIGNED}}
SETTLEMENT: dict[str, set[str]] = {SettlementState.CONFIRMED: {SettlementState.PAID}}
CERTIFICATE: dict[str, set[str]] = {CertificateState.ISSUED: {CertificateState.REVOKED}}
