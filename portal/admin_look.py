"""The admin wears the portal's look: its colours, its parts, its icons."""

from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html_join
from wagtail import hooks

ICONS = Path(__file__).parent / "templates" / "portal" / "icons"
STYLES = ("tokens", "evidence", "admin")


@hooks.register("insert_global_admin_css")
def our_styles():
    """Load the tokens, the evidence parts and what only the admin needs."""
    return format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(f"portal/css/{name}.css"),) for name in STYLES),
    )


@hooks.register("register_icons")
def our_icons(icons):
    """Every icon of the public site under the same name; where Wagtail has one, ours replaces it."""
    ours = {f"{file.name}": f"portal/icons/{file.name}" for file in sorted(ICONS.glob("*.svg"))}
    return [icon for icon in icons if Path(icon).name not in ours] + list(ours.values())
