"""Everything else that Apprise can reach; what posts in public or acts on this machine is refused."""
