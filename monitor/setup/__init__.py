"""Setting up and running one installation: its first admin, its settings, its first sources.

options.py   what may be changed on a page, and what a value must be (pure)     save.py   changing it, audited
first.py     the one-time code and the first admin                              steps.py  what is done, what is left
mail.py      a test mail with the server's own answer                           starter.py   public feeds to begin with
reseal.py    secrets under a new key
"""
