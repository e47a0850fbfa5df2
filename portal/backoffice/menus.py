"""The headings of the sidebar: each gathers an app's screens and shows only what the user may open."""

from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.viewsets.base import ViewSetGroup


class ShortSubmenuItem(SubmenuMenuItem):
    """A heading over one entry would be a detour: the entry stands in the sidebar itself."""

    def render_component(self, request):
        entries = self.menu.render_component(request)
        return entries[0] if len(entries) == 1 else super().render_component(request)


class MenuGroup(ViewSetGroup):
    """Name ``menu_label``, ``menu_name``, ``menu_icon``, ``menu_order`` and the ``submenu_hook``.

    A viewset joins with ``menu_hook`` set to that hook, a plain page by registering a menu item for it.
    """

    def get_menu_item(self, order=None):
        return ShortSubmenuItem(
            label=self.menu_label,
            menu=Menu(register_hook_name=self.submenu_hook),
            name=self.menu_name,
            icon_name=self.menu_icon,
            order=self.get_menu_item_order(order),
        )
