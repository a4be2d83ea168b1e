"""What a member sets up at the desk."""

from monitor.desk.look import desk_keys, desk_look, desk_visit
from monitor.desk.views import ViewError, view_delete, view_save, view_share, view_start

__all__ = ["ViewError", "desk_keys", "desk_look", "desk_visit", "view_delete", "view_save", "view_share", "view_start"]
