"""`make chaos`: the whole system as processes while they are killed, stopped, cut off and starved, held against an undisturbed run."""
