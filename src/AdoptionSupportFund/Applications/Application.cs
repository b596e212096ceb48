using System.Text.Json;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Applications;

/// <summary>How far an application has come.</summary>
internal enum ApplicationStatus
{
    /// <summary>Written; may be changed.</summary>
    Draft = 1,

    /// <summary>Sent; its money is kept apart in the children's balances.</summary>
    Submitted = 2,

    /// <summary>Given back by the fund to be mended; may be changed.</summary>
    Returned = 3,

    /// <summary>The fund has agreed, wholly or in part.</summary>
    Approved = 4,

    /// <summary>The fund has refused.</summary>
    Refused = 5,

    /// <summary>Taken back by us.</summary>
    Withdrawn = 6,

    /// <summary>Therapy has ended, the spend is confirmed and the books are even.</summary>
    Closed = 7,
}

/// <summary>An application to the fund, or an amendment of one: children, what is asked for them, and who pays.</summary>
internal sealed class Application
{
    private static readonly Dictionary<ApplicationStatus, ApplicationStatus[]> Ways = new()
    {
        [ApplicationStatus.Draft] = [ApplicationStatus.Submitted, ApplicationStatus.Withdrawn],
        [ApplicationStatus.Submitted] = [ApplicationStatus.Approved, ApplicationStatus.Refused, ApplicationStatus.Returned, ApplicationStatus.Withdrawn],
        [ApplicationStatus.Returned] = [ApplicationStatus.Submitted, ApplicationStatus.Withdrawn],
        [ApplicationStatus.Approved] = [ApplicationStatus.Closed],
        [ApplicationStatus.Refused] = [],
        [ApplicationStatus.Withdrawn] = [],
        [ApplicationStatus.Closed] = [],
    };

    public Guid Id { get; init; }

    /// <summary>Counts all applications; how people name one.</summary>
    public long Number { get; init; }

    public short Council { get; init; }

    public Guid AssessmentId { get; init; }

    /// <summary>The approved application whose lines this one adds to or replaces; null for one of its own.</summary>
    public Guid? AmendsId { get; init; }

    public ApplicationStatus Status { get; private set; } = ApplicationStatus.Draft;

    /// <summary>The day of the last submission.</summary>
    public DateOnly? AppliedOn { get; set; }

    /// <summary>When the fund's decision is to be expected.</summary>
    public DateOnly? DecisionExpected { get; set; }

    public DateOnly? DecidedOn { get; set; }

    /// <summary>When its spend was confirmed, after the last therapy had ended.</summary>
    public DateOnly? SpendConfirmedOn { get; set; }

    /// <summary>How the fund's portal names it: letters, digits, hyphens and slashes.</summary>
    public string? PortalReference { get; set; }

    /// <summary>Why it was returned, refused or withdrawn, as a code.</summary>
    public string? Reason { get; set; }

    /// <summary>The exceptions that it was submitted under.</summary>
    public string[] Exceptions { get; set; } = [];

    /// <summary>What the last check found, as JSON.</summary>
    public string Findings { get; private set; } = "[]";

    /// <summary>The day for which it was last checked.</summary>
    public DateOnly CheckedOn { get; private set; }

    /// <summary>The council's own key of a bid that was imported; null otherwise.</summary>
    public string? ImportedAs { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The ETag.</summary>
    public long Version { get; set; }

    public List<ApplicationChild> Children { get; } = [];

    public List<ApplicationLine> Lines { get; } = [];

    public bool MayBeChanged => Status is ApplicationStatus.Draft or ApplicationStatus.Returned;

    /// <summary>Goes on to another status.</summary>
    /// <exception cref="RuleBrokenException">There is no way there from here.</exception>
    public void Move(ApplicationStatus to, DateTimeOffset now)
    {
        if (!Ways[Status].Contains(to))
        {
            throw new RuleBrokenException("application.status", $"An application that is {Name(Status)} cannot become {Name(to)}.", "status");
        }

        Status = to;
        Touch(now);
    }

    /// <summary>Notes a change under the next version.</summary>
    public void Touch(DateTimeOffset now)
    {
        Version++;
        UpdatedAt = now;
    }

    public IReadOnlyList<Finding> ReadFindings() => StoredFindings.Read(Findings);

    /// <summary>Keeps what a check found; says whether that is anything new.</summary>
    public bool Keep(IReadOnlyList<Finding> findings, DateOnly checkedOn)
    {
        var text = StoredFindings.Write(findings);
        CheckedOn = checkedOn;
        if (text == Findings)
        {
            return false;
        }

        Findings = text;
        return true;
    }

    public static string Name(ApplicationStatus status) => JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());
}

/// <summary>Findings as they are kept: codes and numbers. Their words are added when they are read.</summary>
internal static class StoredFindings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static IReadOnlyList<Finding> Read(string findings) => JsonSerializer.Deserialize<List<Finding>>(findings, Json)!;

    public static string Write(IReadOnlyList<Finding> findings) => JsonSerializer.Serialize(findings, Json);
}

internal sealed class ApplicationChild
{
    public Guid ApplicationId { get; init; }

    public Guid ChildId { get; init; }

    public short Council { get; init; }
}

/// <summary>A therapy or specialist assessment that an application asks for.</summary>
internal sealed class ApplicationLine
{
    public Guid Id { get; init; }

    public Guid ApplicationId { get; init; }

    public short Council { get; init; }

    /// <summary>Its place in the application, from 1.</summary>
    public short Number { get; init; }

    public required string Therapy { get; init; }

    public Guid? ProviderId { get; init; }

    public decimal Hours { get; init; }

    public long RatePence { get; init; }

    public DateOnly Starts { get; init; }

    public DateOnly Ends { get; init; }

    /// <summary>In an amendment: the line of the amended application that this one takes the place of.</summary>
    public Guid? ReplacesId { get; init; }

    /// <summary>The line of an amendment that took this one's place when it was approved.</summary>
    public Guid? ReplacedById { get; set; }

    public List<LineFunding> Funding { get; } = [];
}

/// <summary>What one funder is to pay of a line for one child, and what was decided of it.</summary>
internal sealed class LineFunding
{
    public Guid LineId { get; init; }

    public Guid ChildId { get; init; }

    public Funder Funder { get; init; }

    public short Council { get; init; }

    public long Pence { get; init; }

    /// <summary>What was awarded; null until the decision.</summary>
    public long? AwardedPence { get; set; }
}
