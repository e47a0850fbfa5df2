"""What helpers and officers fill in about sessions."""
