"""{% load training %}: days, times and durations as this app words them."""

from django import template

from portal import moments
from training import wording

register = template.Library()

register.filter("month_day", moments.day)
register.filter("clock", moments.clock)
register.filter("duration", wording.duration)
register.filter("tapped", wording.tapped)
