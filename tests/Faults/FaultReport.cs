using Partnership.Faults.Reconciliation;

namespace Partnership.Faults;

/// <summary>How one kind of fault was got over, all times together.</summary>
/// <param name="Name">The fault.</param>
internal sealed record Outcome(string Name)
{
    /// <summary>From the end of the fault until a write went the whole way again; one for each time.</summary>
    public List<TimeSpan> Recovered { get; } = [];

    /// <summary>Requests that had to be sent again meanwhile.</summary>
    public long Repeats { get; set; }

    /// <summary>How long writes that began while it lasted took to be answered, repeats included; all councils' or the one's that was hit.</summary>
    public List<TimeSpan> Writes { get; } = [];

    /// <summary>The same of the councils that were not hit, where one alone was.</summary>
    public List<TimeSpan> OthersWrites { get; } = [];

    /// <summary>By how much the processes that are watched grew most while it lasted, in MiB.</summary>
    public double Memory { get; set; }

    /// <summary>The most messages that waited in the outboxes when it was over.</summary>
    public long Waiting { get; set; }

    /// <summary>How long it took until all of these had gone out.</summary>
    public TimeSpan Drained { get; set; }

    /// <summary>References that a hub had noted for the region by then and that did not come in.</summary>
    public int Lost { get; set; }

    /// <summary>Effects that happened a second time.</summary>
    public long Twice { get; set; }
}

/// <summary>What came out.</summary>
/// <param name="Outcomes">Each fault.</param>
/// <param name="Accepted">Writes answered with success.</param>
/// <param name="WritesInPeace">How long writes took to be answered that began and ended between the faults.</param>
/// <param name="Imports">Uploads accepted.</param>
/// <param name="Steps">Steps towards the fund accepted.</param>
/// <param name="Refused">Writes refused for good, by their answer.</param>
/// <param name="Sent">Messages seen on the broker.</param>
/// <param name="SentAgain">Of them, those that had been seen before.</param>
/// <param name="Found">What does not agree at the end; empty when nothing was lost, doubled or left lying.</param>
/// <param name="Damage">Planted damage, and whether the reconciliation found it.</param>
internal sealed record FaultReport(
    IReadOnlyList<Outcome> Outcomes,
    int Accepted,
    IReadOnlyList<TimeSpan> WritesInPeace,
    int Imports,
    long Steps,
    IReadOnlyDictionary<string, int> Refused,
    int Sent,
    int SentAgain,
    IReadOnlyList<Disagreement> Found,
    IReadOnlyList<(string Damage, bool Found)> Damage)
{
    public int Lost => Outcomes.Sum(outcome => outcome.Lost) + Found.Count(found => found.Effect == Effect.Lost);

    public long Twice => Outcomes.Sum(outcome => outcome.Twice) + Found.Count(found => found.Effect == Effect.Twice);

    /// <summary>Nothing lost, nothing twice, nothing left lying, and the check can see.</summary>
    public bool IsGood => Lost == 0 && Twice == 0 && Found.Count == 0 && Damage.All(damage => damage.Found);
}
