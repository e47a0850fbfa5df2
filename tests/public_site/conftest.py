"""Every test reads an edition of the site of its own: its menus, its pages."""

import pytest

from portal import site_version


@pytest.fixture(autouse=True)
def an_edition_of_its_own():
    site_version._raise()
