"""The admin without inline scripts: widgets describe themselves in data, one script of ours starts them.

Wagtail starts date pickers, choosers and inline panels with a ``<script>`` beside each, which a strict
content security policy forbids (trust.md, section 0.2). Their templates and ``BaseChooser.render`` emit
a hidden element instead; ``admin.js`` knows the few things such an element may start.
"""

import json

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.widgets.chooser import BaseChooser


def starter(name: str, arguments: list):
    """The element from which ``admin.js`` starts ``name`` with ``arguments``."""
    return format_html(
        '<span hidden data-controller="starter" data-starter-name-value="{}"'
        ' data-starter-arguments-value="{}"></span>',
        name,
        json.dumps(arguments),
    )


def _start_of(widget: BaseChooser, id_: str, name: str, value_data):
    """What Wagtail's own ``render_js_init`` would have started."""
    if type(widget).render_js_init is not BaseChooser.render_js_init:
        return starter("createTaskChooser", [id_])
    return starter(widget.js_constructor, [id_, widget.get_js_init_options(id_, name, value_data)])


def render_chooser(self, name, value, attrs=None, renderer=None):
    """``BaseChooser.render`` with a described start instead of a script."""
    id_ = attrs["id"]
    value_data = self.get_value_data(value)
    return format_html(
        "{}{}", self.render_html(name, value_data, attrs), _start_of(self, id_, name, value_data)
    )


BaseChooser.render = render_chooser


@hooks.register("insert_global_admin_js")
def our_script():
    return format_html(
        '<script src="{}"></script>{}',
        static("portal/js/admin.js"),
        render_to_string("portal/components/offline.html"),
    )
