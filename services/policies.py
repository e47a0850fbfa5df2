"""The numbers of this app that local rules set."""

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.policies import Policy, register
from services.choices import FundSource

DAILY_MINUTES = register(
    Policy("services.daily_minutes", _("Service counted on one day without explanation"), 480, _("minutes"))
)
RECORD_DAYS = register(
    Policy("services.record_days", _("Working days to log a service after it ended"), 10, _("working days"))
)
PER_CAPITA = register(
    Policy(
        "services.per_capita",
        _("Yearly funds for one subject, by source, in fen"),
        {FundSource.SUPERIOR: 120_000, FundSource.COUNTY: 120_000},
    )
)
# Published every month; rule 82 looks at the day of signing, whatever it is later.
LOAN_PRIME_RATE = register(
    Policy(
        "services.loan_prime_rate",
        _("One-year loan prime rate (LPR)"),
        300,
        _("hundredths of a percent a year"),
        source=sources.LATE_INTEREST,
    )
)
CERTIFICATE_PREFIX = register(
    Policy("services.certificate_prefix", _("Letters before a certificate number"), "ZY")
)
