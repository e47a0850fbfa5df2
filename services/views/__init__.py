"""The helper's, the supplier's and the public's screens of hours and money."""
