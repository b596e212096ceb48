using System.Text.Json.Serialization;

namespace Partnership.Contracts.SupportFund;

/// <summary>What of an application to the support fund somebody has to see to by a day.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SupportTask>))]
public enum SupportTask
{
    /// <summary>An assessment's window closes, and no application rests on it yet.</summary>
    WindowClosing = 1,

    /// <summary>Something stands in the way of submitting a draft, such as a new rule pack.</summary>
    DraftBroken = 2,

    /// <summary>The last therapy of a package ends.</summary>
    PackageEnding = 3,

    /// <summary>Therapy has ended and the spend is not confirmed.</summary>
    SpendUnconfirmed = 4,
}

/// <summary>How near the day is. Each step is told once.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChaseStep>))]
public enum ChaseStep
{
    /// <summary>Nothing is to be done any more.</summary>
    Settled = 0,

    /// <summary>Within four weeks.</summary>
    Ahead = 1,

    /// <summary>Within seven days.</summary>
    WithinAWeek = 2,

    /// <summary>The day has passed.</summary>
    Overdue = 3,
}

/// <summary>
/// Asks the hub to put before who made an assessment what is to be done about an application that rests on it. The hub keeps the newest by
/// <paramref name="ChaseVersion"/>; an assessment that it does not know, since another council made it before the case was handed over, has no owner there.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The council that has to act.</param>
/// <param name="Chase">What is to be done, the same in each of its steps.</param>
/// <param name="ChaseVersion">Rises with each step.</param>
/// <param name="Assessment">The assessment, by the reference that the hub minted for the fund.</param>
/// <param name="Task">What is to be done.</param>
/// <param name="Step">How near the day is.</param>
/// <param name="Due">By when.</param>
public sealed record ChaseSupport(
    Guid RequestId, CouncilCode Council, Guid Chase, long ChaseVersion, Guid Assessment, SupportTask Task, ChaseStep Step, WorkDay Due) : IHubCommand;
