using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub;

/// <summary>What a region may settle for its family finding, from configuration <c>FamilyFinding</c>.</summary>
internal sealed class FamilyFindingSettings
{
    /// <summary>As many live links make a household unavailable for more.</summary>
    public int LinksPerHousehold { get; init; } = 3;

    /// <summary>For how long information may be released.</summary>
    public ReleaseLengths Releases { get; init; } = new();

    /// <summary>Within how many days papers are attested once that was asked for. No law sets it.</summary>
    public int AttestWithinDays { get; init; } = 14;

    /// <summary>How often the sufficiency figures are made anew at most, over restarts too: who looks twice within it learns of nobody by the difference.</summary>
    public TimeSpan SufficiencyEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The longest that a release of this level lasts.</summary>
    public TimeSpan LongestRelease(DisclosureLevel level) => level == DisclosureLevel.Full ? Releases.Full : Releases.Other;

    /// <summary>From configuration <c>FamilyFinding:Releases</c>.</summary>
    internal sealed class ReleaseLengths
    {
        /// <summary>The longest release of a whole report.</summary>
        public TimeSpan Full { get; init; } = TimeSpan.FromDays(14);

        /// <summary>The longest release of any other level.</summary>
        public TimeSpan Other { get; init; } = TimeSpan.FromDays(28);
    }
}
