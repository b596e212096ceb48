namespace Partnership.Faults.Reconciliation;

/// <summary>What a disagreement means.</summary>
internal enum Effect
{
    /// <summary>Something that was accepted or told is not there.</summary>
    Lost,

    /// <summary>Something was done or taken in more than once.</summary>
    Twice,

    /// <summary>Two places say different things.</summary>
    Wrong,

    /// <summary>Something still lies where it should not.</summary>
    Waiting,
}

/// <summary>Something that does not agree. References only: no child is named.</summary>
/// <param name="Check">Which check says so.</param>
/// <param name="Effect">What it means.</param>
/// <param name="Detail">Where.</param>
internal sealed record Disagreement(string Check, Effect Effect, string Detail);
