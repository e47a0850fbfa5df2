"""The code to scan: the address of the public check with the signed number in it."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from services.models import Certificate


def check_address(certificate: Certificate) -> str:
    """Where anyone checks this certificate."""
    query = urlencode({"proof": certificate.signature})
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('services:verify')}?{query}"


def qr_svg(certificate: Certificate, label: str) -> SafeString:
    """The code as one SVG path, without style attributes."""
    code = segno.make(check_address(certificate), error="l", boost_error=False)
    width, height = code.symbol_size(border=2)
    rows = [
        f"M{x} {y}.5h{length}" for y, row in enumerate(code.matrix_iter(border=2)) for x, length in _runs(row)
    ]
    return mark_safe(  # noqa: S308 - numbers and our own label
        f'<svg class="cert__qr" role="img" aria-label="{label}" viewBox="0 0 {width} {height}">'
        f'<path stroke="#000" d="{"".join(rows)}"/></svg>'
    )


def _runs(row):
    """Start and length of each dark stretch of a row."""
    start = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None
