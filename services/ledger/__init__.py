"""The append-only ledger: canonical text, appending under a lock, verifying with or without this code."""
