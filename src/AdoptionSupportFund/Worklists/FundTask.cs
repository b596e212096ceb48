namespace Partnership.AdoptionSupportFund.Worklists;

/// <summary>What somebody has to do about an application to the support fund, by a day.</summary>
internal enum FundTask
{
    /// <summary>An assessment's window closes, and no application rests on it yet.</summary>
    WindowClosing = 1,

    /// <summary>Something stands in the way of submitting a draft.</summary>
    DraftBroken = 2,

    /// <summary>The fund's decision is to be expected.</summary>
    DecisionAwaited = 3,

    /// <summary>The last therapy of a package ends.</summary>
    PackageEnding = 4,

    /// <summary>Therapy has ended and the spend is not confirmed.</summary>
    SpendUnconfirmed = 5,

    /// <summary>A plan of support is to be reviewed.</summary>
    ReviewDue = 6,

    /// <summary>A check of a provider of a package that goes on is to be renewed.</summary>
    ProviderCheckDue = 7,

    /// <summary>Therapy starts or goes on, and a child has no score from before it.</summary>
    ScoreBeforeMissing = 8,

    /// <summary>Therapy has ended, and a child has no score from after it.</summary>
    ScoreAfterMissing = 9,
}
