"""Officers' screens: sessions, attendance, rooms and courses."""
