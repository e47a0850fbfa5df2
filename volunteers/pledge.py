"""The wording of the confidentiality pledge; ``rules.agreements.PLEDGE_VERSION`` names it (rule 10)."""

from django.utils.translation import gettext_lazy as _

TEXT = (
    _(
        "I ask about and note nothing that my help does not need; what I learn of a supervised person's "
        "identity, case, family or health stays with me."
    ),
    _(
        "I tell nobody, publish nothing online or in chat groups, take no photographs and no recordings; "
        "about minors, the law forbids giving anything to anyone."
    ),
    _(
        "I serve only through this portal and at the places agreed, call the person by their code, "
        "and keep no private notes on paper or on a device."
    ),
    _("I take no pay and no gifts from the person or the family, and seek no profit through this service."),
    _(
        "If something leaked or might have, I tell the judicial office at once. "
        "The duty of confidence outlasts my service."
    ),
)
