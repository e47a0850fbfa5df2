"""The officers', finance's and auditors' screens of hours and money."""
