namespace Partnership.LocalHosting.Dashboard;

/// <summary>How far the region is with a council.</summary>
internal enum Freshness
{
    /// <summary>Everything that the hub has told is taken in.</summary>
    UpToDate,

    /// <summary>The region has messages of some council to take in, in the broker, in its hands or to be tried again: they may be this one's.</summary>
    TakingIn,

    /// <summary>The hub has not got rid of its messages for too long; or it or the region has parked some, and those may be this one's.</summary>
    Behind,

    /// <summary>The region tells of other things, and never had a message of this council.</summary>
    NeverHeard,

    /// <summary>The hub, the central hub or the broker tells nothing now, so nobody can say.</summary>
    Unknown,
}

/// <summary>What the region last heard of a council, and what its hub has not sent yet; ages in seconds, null for never or unknown.</summary>
internal sealed record CouncilFigures(string Code, string Name, string Hub, Freshness Freshness, double? LastHeardAge, double? OldestUnsentAge);
