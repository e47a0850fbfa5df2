"""The weights and limits of matching that hold until local policy sets others: plain data, proposals all.

What each number means stands in docs/matching.md. The days for which a record check counts are missing:
they are a policy of their own, and joined to these when the input is written.
"""

# Minutes on the way that are kept free between two services.
TRAVEL_MINUTES = 30

DEFAULT_POLICY = {
    "effective": "2026-01-01",
    "priority_weight": {"urgent": 8, "high": 3, "normal": 1},
    "lawful_group_weight": 4,
    "urgent_days": 7,
    "buffer_min": TRAVEL_MINUTES,
    "score": {
        "skill": 30,
        "close_same": 20,
        "close_served": 14,
        "close_travel": 7,
        "close_remote": 4,
        "availability": 15,
        "language": 10,
        "continuity": 10,
        "mix": 5,
        "stability": 10,
    },
    "load_points": 2,
    "effort": {
        "ACCEPTING": 1,
        "PLEDGED": 1,
        "TRAINED": 2,
        "RECORD_CHECK": 2,
        "INSURED": 2,
        "VETTED": 3,
        "AREA": 3,
        "TIME": 3,
        "HOURS": 3,
        "CASELOAD": 4,
        "CREDENTIAL": 5,
        "HELP_KIND": 6,
        "TAGS": 6,
    },
}
