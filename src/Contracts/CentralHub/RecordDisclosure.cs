using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;

namespace Partnership.Contracts.CentralHub;

/// <summary>
/// Tells the hub that holds the content of a release, or of its end: a full statement. The hub keeps the newest by
/// <paramref name="DisclosureVersion"/>, so that an end that overtakes its beginning still ends it.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The council whose content it is.</param>
/// <param name="Disclosure">The release.</param>
/// <param name="DisclosureVersion">Rises by one with each change of the release.</param>
/// <param name="Link">The link that it belongs to.</param>
/// <param name="Subject">Whose content.</param>
/// <param name="SubjectReference">The child or household, by its family-finding reference.</param>
/// <param name="Level">How much.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Basis">By what right.</param>
/// <param name="Reader">Who may read.</param>
/// <param name="ReadersCouncil">The council for which the reader reads: one that its token must carry.</param>
/// <param name="Expires">From when on it is closed.</param>
/// <param name="End">Why it is closed; none while it is to be open.</param>
/// <param name="ReceivedOn">
/// When the household was given the child's permanence report, as its reader says (Adoption Agencies Regulations 2005, reg. 31(1)(a)): a match goes to panel no
/// earlier. Null while nobody has said so, and of everything but a child's report.
/// </param>
public sealed record RecordDisclosure(
    Guid RequestId,
    CouncilCode Council,
    Guid Disclosure,
    long DisclosureVersion,
    Guid Link,
    DisclosureSubject Subject,
    Guid SubjectReference,
    DisclosureLevel Level,
    DisclosurePurpose Purpose,
    DisclosureBasis Basis,
    PersonReference Reader,
    CouncilCode ReadersCouncil,
    ReleaseExpiry Expires,
    DisclosureEnd End,
    CaseDay? ReceivedOn = null) : IHubCommand;
