"""The unsupervised way, as published: layout network and decoder against a discriminator."""
