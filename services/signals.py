"""What the services app tells the apps above it."""

from django.dispatch import Signal

figures_changed = Signal()
"""The public figures, or the ledger's published head, are no longer what they were.

Sent once for each batch, inside the transaction that changes them.
"""

# Somebody asked for a check of the whole ledger; carries ``account``, the key of who asked.
ledger_check_ordered = Signal()
