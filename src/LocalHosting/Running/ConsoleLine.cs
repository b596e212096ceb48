namespace Partnership.LocalHosting;

internal readonly record struct ConsoleLine(long Number, DateTimeOffset At, string Text);
