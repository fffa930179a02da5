"""What several studies share: their options read, their worlds run, their pages and figures put together."""
