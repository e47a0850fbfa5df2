"""Words one after the other, as officers write them: 外语、家庭教育."""

from django import forms


class WordsField(forms.CharField):
    """Words one after the other, kept as a list."""

    def prepare_value(self, value):
        """A stored list stands in the field as it is written."""
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value):
        text = super().clean(value)
        for mark in "，,；;　 ":
            text = text.replace(mark, "、")
        return list(dict.fromkeys(word for word in text.split("、") if word))
