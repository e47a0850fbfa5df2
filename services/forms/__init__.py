"""Forms of hours and money: people type hours and yuan, the portal keeps minutes and fen."""
