"""Soft labels from a fine-tuned encoder, for training the text model (model card, "Learned from a teacher")."""
