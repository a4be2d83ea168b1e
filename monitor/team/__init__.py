"""The members of the team: who they are, how they get in, and which browsers of theirs are signed in."""
