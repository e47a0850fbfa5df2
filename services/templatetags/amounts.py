"""``{% load amounts %}``: minutes as hours and fen as yuan, with two decimals and commas."""

from django import template

from services.rules import amounts

register = template.Library()

register.filter("hours", amounts.hours)
register.filter("yuan", amounts.yuan)
