"""What every screen shares: server, session, frame, figures, colours and words."""
