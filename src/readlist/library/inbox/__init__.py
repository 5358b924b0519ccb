"""What arrived and is undecided: looked at, decided, followed, expired."""
