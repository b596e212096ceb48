using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Regional;

/// <summary>
/// The references under which panel scheduling knows a child or a household, minted when the first case is raised and the same in every later
/// one. No other service is told them.
/// </summary>
internal sealed class PanelReferences(LocalityHubDbContext db, Council council, TimeProvider clock)
{
    /// <summary>A household's; the caller holds its lock.</summary>
    public async Task<Guid> OfHouseholdAsync(Guid householdId, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var known = await session.OfHouseholdAsync(householdId, ReferencePurpose.PanelHousehold, ct);
        return known?.Reference ?? await MintedAsync(session, session.Ledger.Mint(ReferencePurpose.PanelHousehold, householdId: householdId), ct);
    }

    /// <summary>A child's; the caller holds its lock.</summary>
    public async Task<Guid> OfChildAsync(Guid childId, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var known = (await session.OfChildAsync(childId, ct)).SingleOrDefault(reference => reference.Purpose == ReferencePurpose.PanelChild);
        return known?.Reference ?? await MintedAsync(session, session.Ledger.Mint(ReferencePurpose.PanelChild, childId: childId), ct);
    }

    private static async Task<Guid> MintedAsync(RegionalSession session, RegionalReference minted, CancellationToken ct)
    {
        await session.SaveAsync(ct);
        return minted.Reference;
    }
}
