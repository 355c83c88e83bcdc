"""The pages people meet, in every state, language and theme."""
