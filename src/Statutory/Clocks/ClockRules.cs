namespace Partnership.Statutory.Clocks;

/// <summary>Every version of every clock.</summary>
public static class ClockRules
{
    /// <summary>All versions, in the order of docs/clocks.md.</summary>
    public static IReadOnlyList<ClockRule> All { get; } = [.. AdopterClocks.All, .. ChildClocks.All, .. PanelClocks.All, .. CarerClocks.All];

    /// <summary>The version under which a clock that starts on a day runs to its end.</summary>
    /// <exception cref="InvalidOperationException">No version was in force on that day.</exception>
    public static ClockRule InForce(ClockCode code, DateOnly started) =>
        All.SingleOrDefault(rule => rule.Code == code && rule.From <= started && (rule.Until is not { } until || started <= until))
            ?? throw new InvalidOperationException($"No version of {code} was in force on {started:O}.");

    /// <summary>The same for what is older than the clock's first version, which then holds: what came before it is not known here.</summary>
    public static ClockRule InForceOrFirst(ClockCode code, DateOnly started) =>
        All.Where(rule => rule.Code == code).MinBy(rule => rule.From) is { } first && started < first.From ? first : InForce(code, started);

    /// <summary>The newest version of a clock.</summary>
    public static ClockRule Newest(ClockCode code) => All.Where(rule => rule.Code == code).MaxBy(rule => rule.From)!;
}
