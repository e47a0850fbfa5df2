"""Reading a roster of helpers as offices keep it (the format is a contract: docs/formats.md)."""
