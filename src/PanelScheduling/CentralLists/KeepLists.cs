using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.CentralLists;

/// <summary>Central lists: one for each council and kind of panel, or a joint one.</summary>
internal static class KeepLists
{
    /// <param name="Code">What its people call it.</param>
    /// <param name="Strand">adoption or fostering.</param>
    /// <param name="Councils">Whose list it is.</param>
    internal sealed record Request(string Code, PanelStrand Strand, IReadOnlyList<CouncilCode> Councils);

    /// <param name="Id">The list.</param>
    /// <param name="Code">What its people call it.</param>
    /// <param name="Strand">adoption or fostering.</param>
    /// <param name="Councils">Whose list it is.</param>
    /// <param name="Members">People on it today.</param>
    /// <param name="Missing">What the law asks of a list and this one lacks: social-worker, medical-adviser.</param>
    internal sealed record Response(Guid Id, string Code, PanelStrand Strand, IReadOnlyList<CouncilCode> Councils, int Members, IReadOnlyList<string> Missing);

    internal static async Task<Ok<Page<Response>>> ListAsync([AsParameters] PageRequest page, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var after = page.After<Guid>();
        var lists = await db.Lists.AsNoTracking().Where(list => list.Id > after).OrderBy(list => list.Id).Take(page.Take).ToListAsync(ct);
        var ids = lists.Select(list => list.Id).ToArray();
        var members = (await db.Members.AsNoTracking().Where(member => ids.Contains(member.ListId)).ToListAsync(ct)).ToLookup(member => member.ListId);
        var found = Page.Of(lists, page, list => list.Id);
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(list => Describe(list, [.. members[list.Id]], LondonCalendar.Today(clock)))], found.Next));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(Guid listId, HttpContext context, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Lists.AsNoTracking().SingleOrDefaultAsync(list => list.Id == listId, ct) is not { } list)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, list.Version);
        var members = await db.Members.AsNoTracking().Where(member => member.ListId == listId).ToListAsync(ct);
        return TypedResults.Ok(Describe(list, members, LondonCalendar.Today(clock)));
    }

    internal static async Task<Created<Response>> CreateAsync(Request request, PanelCallers callers, PanelDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var list = new CentralList { Id = Guid.CreateVersion7(), Code = Codes.Checked(request.Code), Strand = request.Strand, Councils = callers.Own(request.Councils) };
        db.Lists.Add(list);
        await db.SaveChangesAsync(ct);
        audit.About([list.Id]);
        return TypedResults.Created($"/api/v1/panels/lists/{list.Id}", Describe(list, [], LondonCalendar.Today(clock)));
    }

    internal static ProblemHttpResult NotFound() => Problems.NotFound("list.not-found", "There is no such central list.");

    private static Response Describe(CentralList list, List<ListMember> members, DateOnly today)
    {
        var listed = members.Where(member => member.IsListedOn(today)).ToList();
        var constitution = PanelConstitutions.InForce(list.Strand, list.Councils.Length > 1, today);
        var missing = new List<string>();
        if (!listed.Exists(member => Independence.HasYears(member.Facts, MemberFactKind.SocialWork, constitution.SocialWorkerYears, today)))
        {
            missing.Add("social-worker");
        }

        if (constitution.NeedsMedicalAdviser && !listed.Exists(member => member.Is(MemberFactKind.MedicalAdviser, today)))
        {
            missing.Add("medical-adviser");
        }

        return new Response(list.Id, list.Code, list.Strand, Codes.Of(list.Councils), listed.Count, missing);
    }
}
