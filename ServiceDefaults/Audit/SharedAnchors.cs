using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.ServiceDefaults.Audit;

/// <summary>Tells every council's hub how far the trail of a service that they share is sealed: a number and a hash, nothing of what it holds.</summary>
internal sealed class SharedAnchors<TContext>(SystemScopes scopes, SharedTrail trail, IReadOnlyList<CouncilCode> councils) : IAuditAnchor
    where TContext : DbContext
{
    public async Task AnchorAsync(AuditAnchor newest, CancellationToken ct)
    {
        await using var scope = scopes.Create("anchor");
        var db = scope.ServiceProvider.GetRequiredService<TContext>();
        foreach (var council in councils)
        {
            db.Publish(new KeepAnchor(Guid.CreateVersion7(), council, trail, newest.Sequence, newest.Hash, newest.Epoch));
        }

        await db.SaveChangesAsync(ct);
    }
}
