"""Personal data: encrypted at rest, masked on screen, found only by keyed index."""
