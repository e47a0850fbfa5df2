"""The portal's own back-office screens: areas, offices, accounts, audit log, the first page."""
