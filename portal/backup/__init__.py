"""One file that holds an installation, and the way back from it.

A backup is made while the portal serves. A restore builds everything beside what is there, proves it,
and only then puts it in place; what was there before is kept under another name.
"""
