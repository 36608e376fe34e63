"""The trained encoder that recognition and activities share: a text's words in, what it holds of each word out."""
