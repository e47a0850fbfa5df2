"""Every address, every role, own and foreign objects: one table an app."""
