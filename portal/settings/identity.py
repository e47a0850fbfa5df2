"""Who runs this site, as the footer of every page must say; an empty value hides its item."""

import os

from .base import DEMO

_DEMO_IDENTITY = {
    "place": "青禾县",
    "organiser": "青禾县司法局",
    "address": "青禾县临江街道人民路 18 号",
    "phone": "0000-1234567",
    "hours": "工作日 8:30–12:00，14:00–17:30",
    "site_code": "0000000000",
    "icp": "示ICP备00000000号",
    "police": "00000000000000号",
}

# XIESHOU_SITE_ORGANISER, XIESHOU_SITE_ADDRESS and so on.
SITE_IDENTITY = {
    name: os.environ.get(f"XIESHOU_SITE_{name.upper()}", value if DEMO else "")
    for name, value in _DEMO_IDENTITY.items()
}

_DEMO_ENGLISH = {
    "place": "Qinghe County",
    "organiser": "Qinghe County Justice Bureau",
    "address": "18 Renmin Road, Linjiang Sub-district, Qinghe County",
    "hours": "Working days 8:30–12:00, 14:00–17:30",
}

# XIESHOU_SITE_PLACE_ENGLISH and so on; without one English readers see the Chinese value.
SITE_IDENTITY_ENGLISH = {
    name: value
    for name, demo in _DEMO_ENGLISH.items()
    if (value := os.environ.get(f"XIESHOU_SITE_{name.upper()}_ENGLISH", demo if DEMO else ""))
}
