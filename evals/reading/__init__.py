"""Trains and measures the reader: the model that knows whether a sentence answers a question.

``exercises`` reads public data sets, ``pairs`` makes training pairs of them, ``train`` trains,
``measure`` compares the reader with cosine on what training never saw. ``signs`` asks questions
over that, and ``fit`` weighs what speaks for a sentence, the reader among it, and measures that.
"""
