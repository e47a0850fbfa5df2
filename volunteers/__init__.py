"""People and groups: helpers, vetting, credentials, supervision groups, invitations."""
