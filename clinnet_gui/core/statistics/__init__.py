"""Statistics on plain arrays; no other layer of the house is known here."""
