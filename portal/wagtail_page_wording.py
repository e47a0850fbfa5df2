# ruff: noqa: E501 (a sentence must stand as Wagtail writes it)
"""How Wagtail speaks of pages: it says 您 like the rest of the house, and one word for each state.

As in ``wagtail_wording``, listing a sentence is enough for makemessages to keep our translation.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

SENTENCES = (
    _("The %(model_name)s could not be created due to errors."),
    _("The %(model_name)s could not be saved due to errors."),
    _("Unpublish"),
    _("Sorry, you do not have permission to access this area."),
    _("Enter your %(username_field_name)s"),
    _("You cannot have multiple permission records for the same collection."),
    _("You cannot edit another user's comment."),
    _("This page is live. Would you like to publish its copy as well?"),
    _('You do not have permission to copy to page "%(page_title)s"'),
    _("You cannot copy a page into itself when copying subpages"),
    _("You cannot assign this workflow to the same page multiple times."),
    _("Give your workflow a name"),
    _("Add tasks to your workflow"),
    _("Your username (in case you've forgotten):"),
    _("You can edit the privacy settings on:"),
    _("Are you sure you want to unpublish this %(model_name)s?"),
    _("Yes, unpublish it"),
    _("No, don't unpublish"),
    _("Your locked pages"),
    _("Live"),
    _("Awaiting your review"),
    _("Hello %(username)s,"),
    _("You can edit the page here:"),
    _("You can edit the %(model_name)s here:"),
    _("Sorry, you cannot create a page at this location."),
    _("Are you sure you want to delete these pages?"),
    _("Are you sure you want to move these pages?"),
    _("Are you sure you want to publish these pages?"),
    _("Are you sure you want to unpublish these pages?"),
    _("Yes, unpublish"),
    _("Are you sure you want to convert this alias into an ordinary page?"),
    _(
        'Alternatively you can <a href="%(unpublish_url)s">unpublish the page</a>. This removes the page from public view and you can edit or publish it again later.'
    ),
    _("Are you sure you want to unpublish this page?"),
    _("Would you still like to publish this page?"),
    _("Yes, unschedule"),
    _("No, don't unschedule"),
    _("You have <span>unsaved edits</span>"),
    _("You haven't created any tasks."),
    _("Live version"),
    _("Unpublish selected pages"),
    _("You are viewing a previous version of this page from <b>%(created_at)s</b> by %(user)s"),
    _("Page '%(page_title)s' unpublished."),
    _("You haven't uploaded any documents in this collection."),
    _("You haven't uploaded any documents."),
    _("You need a password to access this document."),
    _("live"),
    _("scheduled"),
    _("live + scheduled"),
    _("live + draft"),
    _("Lock/unlock pages you've locked"),
    _("The page title as you'd like it to be seen by the public"),
    _(
        "Set this to something other than 80 if you need a specific port number to appear in URLs (e.g. development on port 8000). Does not affect request handling (so port forwarding still works)."
    ),
    _("live + in moderation"),
    _(
        "Your account doesn't have access to this page. To proceed, please log in with an account that has access."
    ),
    _("You need a password to access this page."),
    _("Unpublished"),
    _("Unpublish scheduled draft"),
    _("Unpublished scheduled draft"),
    _("Are you sure you want to delete %(count)s %(snippet_type_name)s?"),
)
COUNTED = (
    ngettext_lazy(
        "%(count)s of the pages being copied is live. Would you like to publish its copy?",
        "%(count)s of the pages being copied are live. Would you like to publish their copies?",
        1,
    ),
    ngettext_lazy(
        "You don't have permission to publish this page",
        "You don't have permission to publish these pages",
        1,
    ),
    ngettext_lazy("Unpublish 1 page", "Unpublish %(counter)s pages", 1),
    ngettext_lazy(
        "You don't have permission to unpublish this page",
        "You don't have permission to unpublish these pages",
        1,
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following document?",
        "Are you sure you want to tag the following documents?",
        1,
    ),
    ngettext_lazy(
        "Are you sure you want to delete this document?",
        "Are you sure you want to delete these documents?",
        1,
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following image?",
        "Are you sure you want to tag the following images?",
        1,
    ),
    ngettext_lazy(
        "Are you sure you want to delete this image?", "Are you sure you want to delete these images?", 1
    ),
)
