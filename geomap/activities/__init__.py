"""What a report says to happen at its places: claims, and the events that they make up."""
