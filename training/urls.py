"""Addresses of the training app: the helper's calendar, and the feed a phone subscribes to."""

from django.urls import path

from training.views import calendar, courses, feeds, sessions

app_name = "training"

urlpatterns = [
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
    path("me/calendar/", calendar.agenda, name="calendar"),
    path("me/calendar/week/", calendar.week, name="week"),
    path("me/calendar/past/", calendar.past, name="past"),
    path("me/calendar/subscribe/", feeds.subscribe, name="subscribe"),
    path("me/calendar/download/", feeds.download, name="download"),
    path("me/courses/", courses.courses, name="courses"),
    path("me/courses/<int:pk>/", courses.course, name="course"),
    path("me/courses/<int:pk>/enrol/", courses.enrol, name="enrol"),
    path("me/sessions/<int:pk>/", sessions.session, name="session"),
    path("me/sessions/<int:pk>/answer/", sessions.answer, name="answer"),
    path("me/sessions/<int:pk>/check/<str:way>/", sessions.check, name="check"),
    path("me/sessions/<int:pk>/attendance/", sessions.attendance, name="attendance"),
    path("me/sessions/<int:pk>/attendance/sum/", sessions.attendance_sum, name="attendance_sum"),
]
