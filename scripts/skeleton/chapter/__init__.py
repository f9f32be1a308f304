"""What chapter <number>, *<title>*, needs for itself."""
