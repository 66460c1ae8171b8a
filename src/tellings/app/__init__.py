"""What a user does. The only place that builds settings, store, backends and engine together."""
