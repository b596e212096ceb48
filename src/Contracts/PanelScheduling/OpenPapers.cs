using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.PanelScheduling;

/// <summary>
/// Tells the hub that holds a case's papers whether one person may read them for one agenda item, and until when: a member of the panel, or whoever decides
/// by what the panel read. The hub keeps the newest by <paramref name="ItemVersion"/>. Nothing else opens papers to a panel.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The hub that is told.</param>
/// <param name="Case">The panel case.</param>
/// <param name="Item">The agenda item.</param>
/// <param name="ItemVersion">Rises with each change of the item.</param>
/// <param name="Reader">The member, or the decision maker.</param>
/// <param name="Open">Whether the member may read; no for whoever has a conflict, or is no longer drawn.</param>
/// <param name="Until">The last day.</param>
public sealed record OpenPapers(
    Guid RequestId, CouncilCode Council, Guid Case, Guid Item, long ItemVersion, PersonReference Reader, bool Open, CaseDay Until) : IHubCommand;
