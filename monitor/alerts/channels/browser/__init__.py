"""Notifications of the browser while a page of ours is open: the page fetches them, no push service is involved."""
