"""From a sheet that is understood to items of a batch, a file a layout and what the layouts share."""
