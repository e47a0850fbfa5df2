"""Addresses of the volunteers app."""

from django.urls import path

from volunteers.views import areas, consents, invitations, people

app_name = "volunteers"

urlpatterns = [
    path("me/profile/", people.profile, name="profile"),
    path("me/profile/start/", people.start, name="start"),
    path("me/profile/about/", people.about, name="about"),
    path("me/profile/skills/", people.skills, name="skills"),
    path("me/profile/skills/certificates/", people.credential_add, name="credential_add"),
    path("me/profile/skills/certificates/<int:pk>/", people.credential_remove, name="credential_remove"),
    path("me/profile/area/", areas.area, name="area"),
    path("me/profile/area/<str:purpose>/", areas.area_choose, name="area_choose"),
    path("me/profile/availability/", people.availability, name="availability"),
    path("me/profile/identity/", people.identity, name="identity"),
    path("me/profile/submit/", people.submit, name="submit"),
    path("me/profile/again/", people.again, name="again"),
    path("me/profile/accepting/", people.accepting, name="accepting"),
    path("me/pledge/", people.pledge, name="pledge"),
    path("me/leave/", people.leave, name="leave"),
    path("me/consent/", consents.agree_again, name="agree_again"),
    path("me/invitations/", invitations.invitations, name="invitations"),
    path("me/invitations/<int:pk>/", invitations.invitation, name="invitation"),
    path("me/invitations/<int:pk>/accept/", invitations.accept, name="invitation_accept"),
    path("me/invitations/<int:pk>/decline/", invitations.decline, name="invitation_decline"),
    path("me/groups/<int:pk>/letter/", invitations.letter, name="letter"),
]
