"""Publishing a wording: written, read as its readers will see it, then in force from a day on."""

from django.utils.translation import gettext_lazy as _

from .edit import GuardedCreateView


class PublishView(GuardedCreateView):
    """A new version of a text. ``preview_template`` shows it; ``asks`` says what it asks of whom."""

    template_name = "portal/backoffice/publish.html"
    submit_button_label = _("Publish")
    preview_template = ""
    asks = ""

    def get_first_wording(self) -> dict:
        """What the form begins with: the wording in force, to be changed."""
        return {}

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {**kwargs, "initial": {**kwargs["initial"], **self.get_first_wording()}}

    def form_valid(self, form):
        """The preview stores nothing; the same form comes back beneath it."""
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        self.form = form
        return self.render_to_response(self.get_context_data(preview=form.instance))
