"""What search engines and other sites read of a page: what it is, and a picture of it."""
