using Partnership.PanelScheduling.CentralLists;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Panels;

/// <summary>A panel of one agency, or a joint one, drawn from a central list for each meeting.</summary>
internal sealed class Panel
{
    public const int LongestMeeting = 10 * 60;

    public Guid Id { get; init; }

    /// <summary>The agencies that constituted it: one, or several for a joint panel.</summary>
    public required short[] Councils { get; init; }

    public PanelStrand Strand { get; init; }

    public required string Code { get; init; }

    public Guid ListId { get; init; }

    /// <summary>How long a meeting may last, in minutes, when it does not say otherwise.</summary>
    public int MeetingMinutes { get; set; }

    /// <summary>How long an item takes, by kind; where nothing is said, what the route calls usual.</summary>
    public Dictionary<CaseKind, int> ItemMinutes { get; set; } = [];

    /// <summary>Months for which a fact that has ended still counts against a member's independence; 0 when the agencies have no such rule.</summary>
    public int CoolingOffMonths { get; set; }

    /// <summary>What a meeting costs, in pounds.</summary>
    public int MeetingPounds { get; set; }

    /// <summary>How a joint panel's cost is shared: parts by council. A council without a part pays by its items.</summary>
    public Dictionary<short, int> Shares { get; set; } = [];

    /// <summary>What it costs a council's people to come to a meeting in person, in pounds.</summary>
    public Dictionary<short, int> TravelPounds { get; set; } = [];

    /// <summary>Working days that the final minutes usually take, for what a limit leaves: a setting.</summary>
    public int MinutesWorkingDays { get; set; } = 5;

    /// <summary>
    /// Whether special guardianship and other advisory items are taken at all.
    /// </summary>
    public bool TakesAdvisoryItems { get; set; }

    public long Version { get; set; } = 1;

    public bool IsJoint => Councils.Length > 1;

    public int MinutesOf(CaseKind kind) => ItemMinutes.TryGetValue(kind, out var minutes) ? minutes : Math.Max(CaseRoutes.Of(kind).UsualMinutes, 15);

    /// <summary>Under which rule it meets on a day.</summary>
    public PanelConstitution ConstitutionOn(DateOnly day) => PanelConstitutions.InForce(Strand, IsJoint, day);

    /// <summary>Whether a kind of case may come before this panel.</summary>
    public bool Hears(CaseKind kind, IReadOnlyCollection<short> owners)
    {
        var route = CaseRoutes.Of(kind);
        return route.Panel switch
        {
            PanelUse.Required => route.Strand == Strand && owners.All(Councils.Contains),
            PanelUse.Advisory => TakesAdvisoryItems && owners.All(Councils.Contains),
            _ => false,
        };
    }

    /// <summary>How somebody sits for an item, as the quorum counts it: a medical adviser is not counted, whether drawn as such or not.</summary>
    public PanelAttendee Seat(ListMember member, PanelRole role, bool asMedicalAdviser, DateOnly day) => new(
        member.Id,
        role,
        Independence.HasYears(member.Facts, MemberFactKind.SocialWork, ConstitutionOn(day).SocialWorkerYears, day),
        Independence.BrokenBy(member.Facts, [.. Councils.Select(council => (int)council)], Strand, day, CoolingOffMonths).Count == 0,
        asMedicalAdviser || member.Is(MemberFactKind.MedicalAdviser, day));
}
