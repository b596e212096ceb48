using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Disclosures;

/// <summary>From which state of a link how much may be released, for what, and for how long.</summary>
internal static class DisclosureRules
{
    private static readonly Dictionary<DisclosureLevel, LinkState> From = new()
    {
        [DisclosureLevel.Anonymous] = LinkState.Proposed,
        [DisclosureLevel.Summary] = LinkState.Interest,
        [DisclosureLevel.Full] = LinkState.Shortlisted,
    };

    private static readonly DisclosurePurpose[] Duties = [DisclosurePurpose.GiveReportToAdopters, DisclosurePurpose.PreparePanel];

    /// <summary>Whether the link is far enough; one that is not progressed never is.</summary>
    public static bool IsReached(DisclosureLevel level, LinkState state) =>
        From.TryGetValue(level, out var from) && state >= from && state != LinkState.NotProgressed;

    /// <summary>
    /// A duty of the regulations is the basis for giving the report and for panel alone (Adoption Agencies Regulations 2005, reg. 31); a household agrees
    /// to the release of what is its own.
    /// </summary>
    public static bool IsPossible(DisclosureBasis basis, DisclosurePurpose purpose, DisclosureSubject subject) => basis switch
    {
        DisclosureBasis.LegalObligation => Duties.Contains(purpose),
        DisclosureBasis.HouseholdAgreed => subject == DisclosureSubject.Household,
        _ => true,
    };
}
