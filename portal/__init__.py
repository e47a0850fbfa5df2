"""What every app of Xieshou stands on: accounts, areas, permissions, privacy, audit, notices."""
