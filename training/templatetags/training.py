"""{% load training %}: days, times and durations as this app words them."""

from django import template

from training import wording

register = template.Library()

register.filter("month_day", wording.day)
register.filter("clock", wording.clock)
register.filter("duration", wording.duration)
register.filter("tapped", wording.tapped)
