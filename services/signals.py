"""What the services app tells the apps above it."""

from django.dispatch import Signal

figures_changed = Signal()
"""The public figures, or the ledger's published head, are no longer what they were.

Sent once for each batch, inside the transaction that changes them.
"""
