"""Time and place: courses, sessions, rooms, bookings, attendance, calendar feeds."""
