"""The layout network of the supervised way: true layouts as slots and codes, and the flow that learns their distribution."""
