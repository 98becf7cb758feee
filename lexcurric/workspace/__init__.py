"""Every designer action, once; notebooks, widgets and commands gather input, call it here and show the answer."""
