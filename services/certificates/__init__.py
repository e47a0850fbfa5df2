"""What makes a certificate checkable: its number, its signature, its code to scan, its printed page."""
