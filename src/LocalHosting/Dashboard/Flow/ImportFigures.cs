namespace Partnership.LocalHosting.Dashboard;

/// <summary>A locality hub's import jobs.</summary>
internal sealed record ImportFigures(string Service, double Waiting, double Running, double ChildrenDone, double ChildrenTotal, double Done, double Failed, bool FailedLately);
