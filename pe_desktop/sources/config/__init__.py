"""Hugging Face's config.json: which positions a model has, and what each key of the file did.

`reading.read_config` reads one; `fragment.config_fragment` writes the part of one that
says how a model rotates, `model_fragment` that which names the model whose code adds a table or a bias.
What transformers' code knows and its files do not say stands in `families`; every spelling is transformers' own.
"""
