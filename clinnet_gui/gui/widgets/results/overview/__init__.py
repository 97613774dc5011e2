"""What the Overview is made of: models side by side, the ROC curve, Table 1, the flow."""
