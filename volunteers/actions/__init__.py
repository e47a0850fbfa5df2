"""Every change of people and groups, one verb a function."""
