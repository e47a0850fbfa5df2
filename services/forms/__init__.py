"""Forms of hours and money: people type times and yuan, the portal keeps minutes and fen."""
