"""Hours and money: service records, the ledger, contracts, acceptance, settlement, certificates."""
