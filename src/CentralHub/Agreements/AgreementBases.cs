using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Agreements;

/// <summary>
/// What an agreement's basis carries. Discovery is sharing as well: it needs a basis that two councils have by law. A release is on a basis of its own, which an agreement in
/// force between the two has to cover.
/// </summary>
internal static class AgreementBases
{
    /// <summary>
    /// The bases on which councils may show each other profiles and offers. A public task: to keep an adoption service (Adoption and Children Act 2002, s. 3), a function conferred by an
    /// enactment (UK GDPR, art. 6(1)(e); Data Protection Act 2018, s. 8(c)). A legal obligation: to find for a child the most appropriate placement that is available (UK GDPR,
    /// art. 6(1)(c); Children Act 1989, s. 22C(5)). That a household has agreed is neither: it speaks for its own report, and for no child.
    /// </summary>
    public static IReadOnlyList<DisclosureBasis> ForDiscovery { get; } = [DisclosureBasis.PublicTask, DisclosureBasis.LegalObligation];

    /// <summary>
    /// Whether an agreement on a basis covers a release on one. A duty of the regulations binds whatever the councils have agreed upon, and a household's own word counts for its report beside either; a public task is
    /// that of councils who share by one, and none that an agreement about duties makes.
    /// </summary>
    public static bool Covers(DisclosureBasis agreed, DisclosureBasis release) => ForDiscovery.Contains(agreed) && release switch
    {
        DisclosureBasis.PublicTask => agreed == DisclosureBasis.PublicTask,
        DisclosureBasis.LegalObligation or DisclosureBasis.HouseholdAgreed => true,
        _ => false,
    };

    /// <summary>The bases of releases that none of the agreements covers.</summary>
    public static DisclosureBasis[] NotCovered(IReadOnlyCollection<DisclosureBasis> agreed) => [.. Enum.GetValues<DisclosureBasis>().Where(release => !agreed.Any(basis => Covers(basis, release)))];
}
