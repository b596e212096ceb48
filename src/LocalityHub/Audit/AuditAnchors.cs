using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Audit;

/// <summary>Tells the central hub how far this council's trail is sealed: a number and a hash, nothing of what it holds.</summary>
internal sealed class AuditAnchors(IServiceScopeFactory scopes, Council council) : IAuditAnchor
{
    public async Task AnchorAsync(AuditAnchor newest, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LocalityHubDbContext>();
        var epoch = await db.HubStates.Select(state => state.Epoch).SingleAsync(ct);

        // One trail to a council: its name needs no chance.
        var trail = new Guid(council.Code.Number, 0, 0, [0x61, 0x75, 0x64, 0x69, 0x74, 0, 0, 0]);
        db.Publish(new AuditSealed(trail, council.Code, epoch, newest.Sequence, newest.Hash));
        await db.SaveChangesAsync(ct);
    }
}
