"""Addresses of the services app: the helper's hours and certificates, the supplier's contracts, the check."""

from django.urls import path

from services.views import certificates, contracts, hours, verify, withdrawing

app_name = "services"

urlpatterns = [
    path("me/hours/", hours.overview, name="hours"),
    path("me/hours/log/", hours.log, name="log"),
    path("me/certificates/", certificates.overview, name="certificates"),
    path("me/certificates/<int:pk>/", certificates.certificate, name="certificate"),
    path("me/certificates/<int:pk>/certificate.pdf", certificates.pdf, name="certificate_pdf"),
    path("me/contracts/", contracts.overview, name="contracts"),
    path("me/contracts/<int:pk>/", contracts.contract, name="contract"),
    path("me/contracts/<int:pk>/people/", contracts.people, name="contract_people"),
    path("me/contracts/<int:pk>/log/", contracts.log, name="contract_log"),
    path("me/records/<int:pk>/withdraw/", withdrawing.withdraw, name="withdraw"),
    path("verify/", verify.verify, name="verify"),
    path("verify/key.json", verify.key, name="verify_key"),
]
