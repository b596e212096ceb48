using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Tenancy;

namespace Partnership.ServiceDefaults.Audit;

/// <summary>The trail for those who may read it: newest first to look something up, and in the chain's order to verify it.</summary>
public static class AuditEndpoints
{
    /// <summary>The address of the notices below a council's; an opaque id follows, all zeros when none was asked for.</summary>
    public const string RefusalNotices = "/refusals";

    private const string Filters = "Filters: subject, operation, outcome (done, repeated, not-found, refused-role, refused-council), about (an opaque id), from and until (instants).";

    private static readonly AuditLine Example = new(
        1207, new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero), "social.worker.860", "partnership-cli", ["social-worker"], "child.read",
        [new Guid("3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41")], AuditOutcome.Done, null, "4bf92f3577b34da6a3ce929d0e0e4736", 1207);

    /// <summary>Maps <c>/audit</c> and <c>/audit/chain</c> below the service's own route.</summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <param name="group">The route: a council's or the region's.</param>
    /// <param name="policy">Who may read the trail.</param>
    public static void MapAudit<TContext>(this RouteGroupBuilder group, string policy)
        where TContext : DbContext
    {
        group.MapGet("/audit", ListAsync)
            .RequireAuthorization(policy)
            .Audited<TContext>("audit.read")
            .WithTags("Audit")
            .WithSummary("Who read or changed what, and who was refused; newest first")
            .WithDescription(Filters)
            .WithExample(response: new Page<AuditLine>([Example], null));
        group.MapGet("/audit/chain", ChainAsync)
            .RequireAuthorization(policy)
            .Audited<TContext>("audit.read")
            .WithTags("Audit")
            .WithSummary("The sealed trail from its beginning, to verify it")
            .WithDescription("Each hash is the SHA-256 of the hash before and the entry's content; ./partnership audit verify recomputes them.")
            .WithExample(response: new Page<AuditRecord>(
                [
                    new(1207, 860, 1207, Example.At, Example.Subject, Example.Client, Example.Roles, Example.Operation, Example.Ids, Example.Outcome, null, Example.TraceId, default),
                ],
                null));
    }

    /// <summary>
    /// Maps <c>/councils/{code}/audit</c> below a shared service's route: the entries that concern one council's records, for that council's
    /// Caldicott guardian. The chain is the whole trail's, and so the auditor's to verify.
    /// </summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <param name="group">The service's route.</param>
    public static void MapCouncilAudit<TContext>(this RouteGroupBuilder group)
        where TContext : DbContext => group.MapGet("/councils/{code}/audit", ListOfCouncilAsync)
        .RequireAuthorization(Policies.ReadAudit)
        .RequireOwnCouncil()
        .Audited<TContext>("audit.read")
        .WithTags("Audit")
        .WithSummary("Who read or changed the council's records here, and who was refused; newest first")
        .WithDescription(Filters + " An entry that concerns other councils too names no ids of theirs.")
        .WithExample(response: new Page<AuditLine>([Example], null));

    /// <summary>
    /// Maps <c>/refusals/{about}</c> below a council's route: where the gateway, with the caller's own token, tells of a caller whom it
    /// has refused the council. Tenancy refuses that caller here as well and enters it; whoever gets further has nothing to read.
    /// </summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <param name="group">The council's route.</param>
    public static void MapRefusalNotices<TContext>(this RouteGroupBuilder group)
        where TContext : DbContext => group.MapGet(RefusalNotices + "/{about:guid}", NotFound () => TypedResults.NotFound())
        .RequireAuthorization(Policies.SignedIn)
        .Audited<TContext>("gateway.refused")
        .ExcludeFromDescription();

    private static async Task<Ok<Page<AuditLine>>> ListAsync([AsParameters] PageRequest page, [AsParameters] AuditFilter filter, AuditReader trail, CancellationToken ct) =>
        TypedResults.Ok(await trail.ListAsync(page, filter, ct));

    private static async Task<Ok<Page<AuditLine>>> ListOfCouncilAsync(
        CouncilCode code, [AsParameters] PageRequest page, [AsParameters] AuditFilter filter, AuditReader trail, CancellationToken ct) =>
        TypedResults.Ok(await trail.ListAsync(page, filter, code, ct));

    private static async Task<Ok<Page<AuditRecord>>> ChainAsync([AsParameters] PageRequest page, AuditReader trail, CancellationToken ct) =>
        TypedResults.Ok(await trail.ChainAsync(page, ct));
}

/// <summary>One entry of the trail.</summary>
/// <param name="Id">The entry.</param>
/// <param name="At">When, UTC by the database's clock.</param>
/// <param name="Subject">Who: the token's <c>sub</c>.</param>
/// <param name="Client">The registered client.</param>
/// <param name="Roles">The token's roles.</param>
/// <param name="Operation">What, as a code.</param>
/// <param name="Ids">Opaque ids of what it was about.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why, where the operation asks for a reason.</param>
/// <param name="TraceId">The request's trace.</param>
/// <param name="Sequence">Its place in the chain; null until it is sealed, mostly within a second.</param>
internal sealed record AuditLine(
    long Id,
    DateTimeOffset At,
    string Subject,
    string Client,
    IReadOnlyList<string> Roles,
    string Operation,
    IReadOnlyList<Guid> Ids,
    string Outcome,
    string? Reason,
    string? TraceId,
    long? Sequence);

/// <summary>Which entries are wanted.</summary>
internal sealed record AuditFilter
{
    [FromQuery(Name = "subject")]
    public string? Subject { get; init; }

    [FromQuery(Name = "operation")]
    public string? Operation { get; init; }

    [FromQuery(Name = "outcome")]
    public string? Outcome { get; init; }

    [FromQuery(Name = "about")]
    public Guid? About { get; init; }

    [FromQuery(Name = "from")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "until")]
    public DateTimeOffset? Until { get; init; }
}
