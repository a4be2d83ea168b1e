#!/usr/bin/env python3
"""Django's command line for Tingchao."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")
    from monitor.embedded import EmbeddedError, servers_for_command

    try:
        servers_for_command(sys.argv[1:])
    except EmbeddedError as error:
        sys.stderr.write(f"{error.detail}\n")
        sys.exit(2)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
