"""The screens of ``public_site``."""

from portal import roles
from tests.factories.portal import AreaFactory
from tests.factories.public_site import ImageFactory
from tests.factories.services import HourSummaryFactory

from .table import EVERYONE, Screen

PAGE_WRITERS = (roles.EDITOR, roles.ADMINISTRATOR)


def _picture(area, user):
    return ImageFactory()


def _name_of_size(picture) -> list:
    return [picture.get_rendition("max-165x165").file.name.removeprefix("images/")]


def _name_of_original(picture) -> list:
    return [picture.file.name.removeprefix("original_images/")]


def _figures(area, user):
    """Figures of the area's county, so that its year exists."""
    return HourSummaryFactory(town=AreaFactory(parent=area))


def _year(sums) -> list:
    return [sums.ym // 100]


def _year_and_code(sums) -> list:
    return [sums.ym // 100, sums.county.code]


SCREENS = [
    Screen("public_site:search", EVERYONE),
    Screen("public_site:feed", EVERYONE),
    Screen("public_site:robots", EVERYONE),
    Screen("public_site:open", EVERYONE),
    Screen("public_site:open_year", EVERYONE, make=_figures, args=_year),
    Screen("public_site:open_county", EVERYONE, make=_figures, args=_year_and_code),
    Screen("public_site:open_dictionary", EVERYONE),
    Screen("public_site:open_verify", EVERYONE),
    Screen("public_site:figures_json", EVERYONE),
    Screen("public_site:figures_csv", EVERYONE),
    Screen("public_site:figures_json_of_year", EVERYONE, make=_figures, args=_year),
    Screen("public_site:picture", EVERYONE, make=_picture, args=_name_of_size, everywhere=True),
    Screen(
        "public_site:original_picture", PAGE_WRITERS, make=_picture, args=_name_of_original, everywhere=True
    ),
    Screen("pages_by_state", PAGE_WRITERS),
    Screen("pages_by_state_results", PAGE_WRITERS),
    Screen("public_site:figures_csv_of_year", EVERYONE, make=_figures, args=_year),
]
