"""Sentences of the libraries in our words: one name for the e-mail address, no developer's Chinese."""

import re

import pytest
from django import forms
from django.utils.translation import gettext, override

from portal import allauth_wording, django_wording


@pytest.mark.parametrize("sentence", [*allauth_wording.SENTENCES, *django_wording.SENTENCES[:3]])
def test_an_address_is_called_by_one_name(sentence):
    with override("zh-hans"):
        spoken = re.sub(r"%\(\w+\)s|\{\w+\}", "", gettext(sentence))

    assert not re.search(r"e-?mail|电子邮件", spoken.replace("name@example.com", ""), re.IGNORECASE)


class Sample(forms.Form):
    name = forms.CharField(max_length=3)
    number = forms.IntegerField(max_value=5)
    address = forms.EmailField()


def test_what_django_says_about_a_field_is_said_to_a_person():
    with override("zh-hans"):
        errors = Sample({"name": "周岚老师", "number": "6", "address": "nobody"}).errors

        assert errors["name"] == ["最多 3 个字，您填了 4 个。"]
        assert errors["number"] == ["最多填写 5。"]
        assert errors["address"] == ["请填写完整的电子邮箱，例如 name@example.com。"]
